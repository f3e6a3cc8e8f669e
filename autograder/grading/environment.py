"""Leaves answers to a grader that may be right with other modules or versions than those installed for grading.

What is missing is read from the student's source: the text of an error stays in the sandbox, because it could contain
hidden inputs.
"""

from __future__ import annotations

import builtins
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from autograder.grading.submission import Notebook, NotebookCell, Role
from autograder.model import Missing, Outcome, Question, Raised, Response, Returned, Verdict, undecided
from autograder.model.setup import NO_SETUP, Setup
from autograder.sandbox import CellResult
from autograder.sandbox.environment import has_module, versions
from autograder.sandbox.inside.versions import METHODS, REPLACEMENTS
from autograder.text import identifier, printable

_IMPORT = re.compile(
    r"(?:^|[;:])[ \t]*(?:from[ \t]{1,9}([\w.]{1,80})[ \t]{1,9}import\b|import[ \t]{1,9}([\w., \t]{1,300}))",
    re.ASCII | re.MULTILINE,
)
_IMPORT_ERRORS = ("ModuleNotFoundError", "ImportError")
_FILE = re.compile(
    r"""(?<![\w\]])["']([^"'\n]{1,200})["']|^[ \t]*%(?:run|load)[ \t]+(?:-\w[ \t]+)*([^\s;]{1,200})""", re.MULTILINE
)
_MAX_SOURCE, _MAX_LINE, _MAX_NAMED = 100_000, 2_000, 5
_ALIASES = {"numpy": ("np", "numpy"), "scipy": ("sp", "scipy"), "matplotlib.pyplot": ("plt", "pyplot")}
_GRADER = "A grader will look at your answer."


@dataclass(frozen=True)
class _Failure:
    """An error of the student's code, and its cell if that is known."""

    raised: Raised
    cell: NotebookCell | None

    @property
    def source(self) -> str:
        return self.cell.source[:_MAX_SOURCE] if self.cell else ""

    @property
    def line(self) -> str:
        lines = self.source.split("\n")
        number = self.raised.line or 0
        return lines[number - 1][:_MAX_LINE] if 0 < number <= len(lines) else ""

    @property
    def place(self) -> str:
        cell = f" of your cell `{re.sub(r'[^A-Za-z0-9_-]', '', self.cell.id[:80])}`" if self.cell else ""
        return f"Line {self.raised.line}{cell}" if self.raised.line else f"Your code{cell.replace(' of', ' in')}"


def undecided_elsewhere(
    verdict: Verdict,
    question: Question,
    response: Response,
    notebook: Notebook,
    cells: Mapping[str, CellResult],
    setup: Setup = NO_SETUP,
) -> Verdict | None:
    """Return an undecided verdict if the answer failed because of a missing module or another version; None otherwise.

    Parameters
    ----------
    verdict : Verdict
        What the checks say.
    question : Question
    response : Response
        Its answers.
    notebook : Notebook
    cells : mapping of str to CellResult
        How the notebook's cells ran, by id.
    setup : Setup
        Files and limits of the course.
    """
    if verdict.outcome in (Outcome.CORRECT, Outcome.UNDECIDED):
        return None
    for failure in _failures(verdict.outcome, question, response, notebook, cells):
        if reason := _missing_module(failure, setup) or _missing_file(failure, setup) or _other_version(failure, setup):
            compared = any(isinstance(answer, Returned) for answer in response.answers)
            found = f" The automatic checks say: {verdict.feedback}" if compared and verdict.feedback else ""
            return undecided(f"{reason} {_GRADER}{found}", near_miss=None, suggestion=verdict.credit)
    return None


def _failures(
    outcome: Outcome, question: Question, response: Response, notebook: Notebook, ran: Mapping[str, CellResult]
) -> Iterator[_Failure]:
    """Yield the errors that a question's answer depends on: its own, its cell's, and those of cells that define it."""
    cells = {cell.id: cell for cell in notebook.cells if cell.kind == "code"}
    own = cells.get(f"{question.name}-code")
    for answer in response.answers:
        if isinstance(answer, Raised) and outcome is not Outcome.UNANSWERED:
            yield _Failure(answer, cells.get(answer.cell or ""))
    lacks_a_name = any(isinstance(each, Missing) or _is(each, "NameError") for each in response.answers)
    for cell in sorted(cells.values(), key=lambda each: each is not own):
        result = ran.get(cell.id)
        if result is None or result.raised is None or cell.role is Role.GRADE or cell.untouched:
            continue
        unanswered = outcome is Outcome.UNANSWERED
        if _defines(cell.source, question) if unanswered else cell is own or lacks_a_name:
            yield _Failure(result.raised, cells.get(result.raised.cell or cell.id, cell))


def _is(answer: object, kind: str) -> bool:
    return isinstance(answer, Raised) and answer.kind == kind


def _defines(source: str, question: Question) -> bool:
    names = "|".join(map(re.escape, question.names))
    return bool(names) and re.search(rf"\bdef[ \t]+(?:{names})\b|^[ \t]*(?:{names})[ \t]*=", source, re.M) is not None


def _missing_module(failure: _Failure, setup: Setup) -> str:
    """Say which modules are missing; "" if none is."""

    def is_here(name: str) -> bool:
        return has_module(_top(name), setup.libraries.names) or _top(name) in setup.files.modules

    kind = failure.raised.kind
    if kind not in _IMPORT_ERRORS:
        return ""
    here, everywhere = list(_imports(failure.line)), list(_imports(failure.source))
    missing = [name for name in here if not is_here(name)]
    if not missing and kind == "ModuleNotFoundError":
        missing = [name for name in here if "." not in name]  # a module of Python that is not installed
    if here and not missing:
        return ""  # a name that a library does not have
    missing += [name for name in everywhere if not is_here(name)]
    named = [f"`{name}`" for name in dict.fromkeys(map(_top, missing))][:_MAX_NAMED]
    if not named and kind != "ModuleNotFoundError":
        return ""
    *most, last = named or ["a module"]
    which = f"{', '.join(most)} and {last}, which are" if most else f"{last}, which is"
    available = [name for name in versions(setup.libraries.names) if name != "Python"]
    return (
        f"{failure.place} raised {kind}: this cell imports {which} not installed where notebooks are graded. "
        f"Use {', '.join(available[:-1])} and {available[-1]} only, and write your own helpers into the notebook."
    )


def _missing_file(failure: _Failure, setup: Setup) -> str:
    """Say which file, server, process or input is missing; "" if none is."""
    if failure.raised.kind == "NoProcessError":
        return f"{failure.place} starts another process, which is not possible during grading. Use a loop, or threads."
    if failure.raised.kind == "StdinNotImplementedError":
        return f"{failure.place} calls `input`, but there is no input during grading. Assign the value instead."
    error = getattr(builtins, failure.raised.kind, None)
    if not (isinstance(error, type) and issubclass(error, OSError)):
        return ""
    named = [found[1] or found[2] for found in _FILE.finditer(failure.line)]
    if theirs := next((name for name in named if setup.is_released(os.path.normpath(name))), None):
        return (
            f"{failure.place} raised {failure.raised.kind}: `{printable(theirs)}` is a file of the course, "
            "which cannot be changed during grading. Write to a file with another name."
        )
    what = next((f"`{printable(name)}`" for name in named if len(name) > 1 and "`" not in name), "a file or a server")
    instead = "Write your data and helpers into the notebook."
    if setup.files.released:
        instead = "Use the files that came with the notebook, or write your data and helpers into the notebook."
    return (
        f"{failure.place} raised {failure.raised.kind}: it needs {what}, which is not available "
        f"during grading. {instead}"
    )


def _other_version(failure: _Failure, setup: Setup) -> str:
    """Return the versions used for grading and what to change; "" if another version would raise the same error."""
    if not failure.raised.version:
        return ""
    known = versions(setup.libraries.names)
    python, numpy = f"Python {known['Python']}", f"NumPy {known['NumPy']}"
    library = next((f", {name} {known[name]}" for name in _other_libraries(failure.line, known)), "")
    kind = identifier(failure.raised.kind)
    change = _change(failure, python)
    return f"{failure.place} raised {kind} with the versions used for grading, {python}, {numpy}{library}. {change}"


def _other_libraries(line: str, known: Iterable[str]) -> Iterator[str]:
    """Yield the libraries other than NumPy that a line names."""
    for name in known:
        if name not in ("Python", "NumPy") and re.search(rf"\b{re.escape(name.lower())}\b", line):
            yield name


def _change(failure: _Failure, python: str) -> str:
    kind, line = failure.raised.kind, failure.line
    if kind == "SyntaxError":
        return f"Write it so that {python} can read it."
    if kind in ("AttributeError", *_IMPORT_ERRORS):
        for name, instead in _removed(line):
            return f"They do not have `{name}`: {f'use `{instead}`' if instead else 'compute it in another way'}."
    if kind == "TypeError":
        return "If an array of one element is used as a number, take the number out with `x.item()`."
    if kind == "ValueError" and re.search(r"\bcopy[ \t]*=[ \t]*False\b", line):
        return "Use `np.asarray` where an array is copied only if necessary."
    if kind == "ValueError":
        return "Give all rows of an array the same length, and take single numbers out of arrays with `x.item()`."
    return "Change what the newer versions do not accept."


def _removed(line: str) -> Iterator[tuple[str, str]]:
    """Yield the names in a line that only some versions have, each with its replacement."""
    for module in sorted(REPLACEMENTS, key=lambda each: f"from {each} " not in line):
        names = REPLACEMENTS[module]
        known = "|".join(_ALIASES.get(module, (module.rpartition(".")[2],)))
        imported = re.search(rf"\bfrom[ \t]+{re.escape(module)}[ \t]+import\b(.*)", line)
        for name, instead in names.items():
            if re.search(rf"\b(?:{known})\.{name}\b", line) or (imported and re.search(rf"\b{name}\b", imported[1])):
                yield name, instead
    yield from ((name, instead) for name, instead in METHODS.items() if re.search(rf"\.{name}\b", line))


def _imports(text: str) -> Iterator[str]:
    """Yield the dotted names of the modules that a text imports."""
    for found in _IMPORT.finditer(text):
        if found[1]:
            yield from [found[1]] if _top(found[1]) else []
        else:
            words = (part.split() for part in found[2].split(","))
            yield from (each[0] for each in words if each and _top(each[0]))


def _top(name: str) -> str:
    return name.partition(".")[0]
