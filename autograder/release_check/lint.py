"""Static checks of source and released notebooks: they match the questions, and nothing leaks."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path, PurePath

import nbformat
import numpy as np
from nbformat import NotebookNode

from autograder.model import Question
from autograder.model.setup import CourseFiles
from autograder.sandbox.environment import has_module


@dataclass(frozen=True)
class Finding:
    """A claim about an assignment; it holds if there are no problems.

    Attributes
    ----------
    claim : str
    problems : tuple of str
        What has to be fixed.
    notes : tuple of str
        What an instructor may want to know.
    """

    claim: str
    problems: tuple[str, ...]
    notes: tuple[str, ...] = ()


_SOLUTION = re.compile(r"(BEGIN|END) SOLUTION")
_HIDDEN_TESTS = ("BEGINHIDDENTESTS", "ENDHIDDENTESTS")


def source_problems(node: NotebookNode, questions: Sequence[Question]) -> list[str]:
    """List problems of an instructor's notebook: cells without questions, hidden tests, wrong numbers of checks.

    Parameters
    ----------
    node : NotebookNode
        The source notebook.
    questions : sequence of Question
        The questions in this notebook.
    """
    return [*_unfit(node, questions), *_hidden_tests(node), *_miscounted(node, questions)]


def _unfit(node: NotebookNode, questions: Sequence[Question]) -> list[str]:
    """List cells and questions that do not match."""
    known = [dict(cell.metadata.get("nbgrader", {})) for cell in node.cells]
    ids = [each.get("grade_id") for each in known]
    graded = [each["grade_id"] for each in known if each.get("grade")]
    names = [question.name for question in questions]
    problems = [f"grade cell `{name}` has no question" for name in graded if name not in names]
    problems += [f"question `{name}` has no grade cell" for name in names if name not in graded]
    problems += [
        f"grade_id `{name}` is used by more than one cell"
        for name in sorted({n for n in ids if n and ids.count(n) > 1})
    ]
    for position, each in enumerate(known):
        name = each.get("grade_id")
        if each.get("grade") and not each.get("solution") and (position == 0 or ids[position - 1] != f"{name}-code"):
            problems.append(f"grade cell `{name}` must come right after a solution cell `{name}-code`")
    return problems


def _hidden_tests(node: NotebookNode) -> list[str]:
    return [
        f"cell {number} has a hidden-test marker ({line.strip()[:60]!r}): hidden checks belong to the "
        "questions, not to notebooks"
        for number, cell in enumerate(node.cells, 1)
        for line in cell.source.splitlines()
        if _is_marker(line)
    ]


def _miscounted(node: NotebookNode, questions: Sequence[Question]) -> list[str]:
    """List wrong statements in the notebook about the number of checks; it need not state any.

    The text between two grade cells belongs to the question of the second one.
    """
    asked = {question.name: question for question in questions}
    problems, stated = [], set[tuple[str, str]]()
    for cell in node.cells:
        stated |= set(_COUNTED.findall(cell.source))
        known = cell.metadata.get("nbgrader", {})
        if known.get("grade"):
            question = asked.get(known.get("grade_id", ""))
            problems += [_miscount(number, kind, question, cell) for number, kind in sorted(stated) if question]
            stated.clear()
    return [problem for problem in problems if problem]


def _miscount(number: str, kind: str, question: Question, cell: NotebookNode) -> str:
    try:
        there = hidden_checks(question) if kind == "hidden" else {visible_checks(cell)}
    except SyntaxError as error:  # a magic command, or the author's mistake
        return f"the checks in cell `{question.name}` cannot be counted: {error.msg} in line {error.lineno}"
    right = " or ".join(map(str, sorted(there)))
    same = there == {int(number)}
    return "" if same else f"question `{question.name}` has {right} {kind} checks, but the notebook says {number}"


_COUNTED = re.compile(r"\b(\d+) (visible|hidden) checks?\b")


def hidden_checks(question: Question) -> set[int]:
    """Return the number of probes of a question; several numbers if it depends on the student."""
    return {len(question.probes(np.random.default_rng(seed))) for seed in range(3)}


def visible_checks(cell: NotebookNode) -> int:
    """Count the checks in a grade cell: `assert` statements, and calls of `assert_...` and `check....`."""
    return sum(map(_is_check, ast.walk(ast.parse(cell.source)))) if cell.cell_type == "code" else 0


def _is_check(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return isinstance(node, ast.Assert)
    name = ast.unparse(node.func)
    return name.startswith("check.") or name.rpartition(".")[2].startswith("assert_")


def _is_marker(line: str) -> bool:
    """Return whether a line is a hidden-test marker, or a misspelt one, which would hide nothing."""
    letters = re.sub(r"[^A-Z]", "", line.upper())
    return len(letters) < 30 and any(
        marker in letters or SequenceMatcher(None, letters, marker).ratio() > 0.8 for marker in _HIDDEN_TESTS
    )


def file_problems(
    folder: Path, files: CourseFiles, notebooks: Collection[str], libraries: Iterable[str] = ()
) -> list[str]:
    """List notebooks and files in the source that must not be released, or that students' code could not use.

    Parameters
    ----------
    folder : Path
        The folder of the instructor's notebooks.
    files : CourseFiles
        The other files in it.
    notebooks : collection of str
        Names of the notebooks with questions.
    libraries : iterable of str
        Names of the libraries that the course adds.
    """
    problems = [
        f"file `{path.name}` would be released" for path in sorted(folder.glob("*.ipynb")) if path.stem not in notebooks
    ]
    for file in files.released:
        module, dot, kind = file.name.partition("/")[0].partition(".")
        if (dot == "" or kind == "py") and file.name.endswith(".py") and has_module(module, tuple(libraries)):
            problems.append(f"file `{file.name}`: `import {module}` imports the library of that name; rename the file")
    secret = set().union(*(_solutions(path) for path in folder.glob("*.ipynb")))
    for file in files.released:
        if file.name.endswith((".py", ".md", ".txt", ".r", ".jl")):
            text = files.read(file).decode("utf-8", "replace")
            if any(_bare(line) in secret for line in text.splitlines()):
                problems.append(f"file `{file.name}` contains a line of the solution, and would be released")
    return problems


def _solutions(path: Path) -> set[str]:
    """Return the lines of a notebook's solutions that its other cells do not have."""
    try:
        node = nbformat.read(path, as_version=4)
    except Exception:  # reported where the notebook is read
        return set()
    return solution_lines(node) - {_bare(line) for cell in node.cells for line in _outside(cell.source)}


def released_problems(folder: Path, files: CourseFiles, notebooks: Collection[str]) -> list[str]:
    """List files of a release that do not belong there."""
    allowed = {file.name for file in files.released}.union(f"{name}.ipynb" for name in notebooks)
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir())
    return [
        f"file `{name}` would be released"
        for name in names
        if name not in allowed and ".ipynb_checkpoints" not in PurePath(name).parts
    ]


def solution_lines(node: NotebookNode) -> set[str]:
    """Return the lines between solution markers, without white space; students must not see them."""
    lines: set[str] = set()
    for cell in node.cells:
        inside = False
        for line in cell.source.splitlines():
            if _SOLUTION.search(line):
                inside = "BEGIN" in line
            elif inside and len(bare := _bare(line)) >= 12:  # shorter ones ("else:") are in any program
                lines.add(bare)
    return lines


def release_problems(source: NotebookNode, released: NotebookNode) -> list[str]:
    """List solution lines, markers, outputs and unexpected metadata in a released notebook."""
    public = {_bare(line) for cell in source.cells for line in _outside(cell.source)}
    secret = solution_lines(source) - public
    problems = []
    for cell in released.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id") or cell.get("id", "?")
        if any(_bare(line) in secret for line in cell.source.splitlines()):
            problems.append(f"cell `{name}` contains a line of the solution")
        if _SOLUTION.search(cell.source) or "autograder" in cell.source.lower():
            problems.append(f"cell `{name}` contains a marker or names the grader's package")
        if cell.get("outputs") or cell.get("execution_count") is not None:
            problems.append(f"cell `{name}` has outputs")
        if not all(f"(attachment:{picture})" in cell.source for picture in cell.get("attachments", {})):
            problems.append(f"cell `{name}` has a picture that its text does not show")  # it may belong to the solution
        if set(cell.metadata) - {"nbgrader", "deletable", "editable"}:
            problems.append(f"cell `{name}` has unexpected metadata")
    if set(released.metadata) - {"kernelspec", "language_info"}:
        problems.append("the notebook has unexpected metadata")
    return problems


def _outside(source: str) -> list[str]:
    lines, inside = [], False
    for line in source.splitlines():
        if _SOLUTION.search(line):
            inside = "BEGIN" in line
        elif not inside:
            lines.append(line)
    return lines


def _bare(line: str) -> str:
    return re.sub(r"\s+", "", line)
