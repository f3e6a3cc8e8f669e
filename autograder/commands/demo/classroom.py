"""Create submissions by filling answers into the released notebooks.

An answers file is Markdown in `submissions/<assignment>/`. Its first paragraph describes the submission. Each section
`## notebook/grade_id` holds the content of that cell: a fenced block of Python, or plain text.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import nbformat
from nbformat import NotebookNode

_HERE = Path(__file__).parent
SUBMISSIONS = _HERE / "submissions"
COURSE = _HERE / "course" if (_HERE / "course").is_dir() else _HERE.parent.parent.parent
"""The course shipped with this package: the repository itself, or the copy inside a wheel."""
STUB = "YOUR ANSWER HERE"
_LIMITS = """
# An answer of the sample class never ends. With the usual limit, most of the time would go into running it.
c.Autograder.limits = {"cpu_seconds": 2}
"""

Answers = Mapping[tuple[str, str], str]
"""Source by (notebook, grade_id)."""

_SECTION = re.compile(r"^## ([\w-]+)/([\w-]+)$", re.MULTILINE)
_FENCE = re.compile(r"\A```python\n(.*?)^```\s*\Z", re.MULTILINE | re.DOTALL)


def read_answers(path: Path) -> dict[tuple[str, str], str]:
    """Read an answers file."""
    parts = _SECTION.split(path.read_text(encoding="utf-8"))[1:]
    answers = {}
    for notebook, grade_id, text in zip(parts[0::3], parts[1::3], parts[2::3], strict=True):
        fenced = _FENCE.match(text.strip() + "\n")
        answers[notebook, grade_id] = fenced[1] if fenced else text.strip()
    return answers


def students(assignment: str = "rnn") -> dict[str, Answers]:
    """Return the answers of all students of an assignment, by student."""
    return {path.stem: read_answers(path) for path in sorted((SUBMISSIONS / assignment).glob("*.md"))}


def released(assignment: str = "rnn") -> dict[str, NotebookNode]:
    """Return the released notebooks by name."""
    return _notebooks(COURSE / "release" / assignment)


def solved(assignment: str = "rnn") -> dict[str, NotebookNode]:
    """Return the instructor's notebooks, with solutions, by name."""
    return _notebooks(COURSE / "source" / assignment)


def fill(answers: Answers, assignment: str = "rnn") -> dict[str, NotebookNode]:
    """Return the released notebooks with the answers in their cells."""
    notebooks = released(assignment)
    cells = {
        (name, cell.metadata.get("nbgrader", {}).get("grade_id")): cell
        for name in notebooks
        for cell in notebooks[name].cells
    }
    for place, source in answers.items():
        cell = cells[place]
        cell.source = cell.source.replace(STUB, source) if cell.cell_type == "markdown" else source.rstrip("\n")
    return notebooks


def hand_in(course: Path, student: str, notebooks: Mapping[str, NotebookNode], assignment: str = "rnn") -> Path:
    """Write notebooks as a student's submission and return its folder."""
    folder = course / "submitted" / student / assignment
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, node in notebooks.items():
        nbformat.write(node, folder / f"{name}.ipynb")
    return folder


def make_course(folder: Path, assignment: str = "rnn") -> Path:
    """Create a course with one assignment of this package and no submissions."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = (COURSE / "nbgrader_config.py").read_text(encoding="utf-8")
    (folder / "nbgrader_config.py").write_text(settings + _LIMITS, encoding="utf-8")
    for step in ("source", "release"):
        if (COURSE / step / assignment).is_dir():
            shutil.copytree(COURSE / step / assignment, folder / step / assignment, dirs_exist_ok=True)
    return folder


def _notebooks(folder: Path) -> dict[str, NotebookNode]:
    return {path.stem: nbformat.read(path, as_version=4) for path in sorted(folder.glob("*.ipynb"))}
