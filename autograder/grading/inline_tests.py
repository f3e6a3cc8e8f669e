"""Plans how the test cells of a notebook run outside of the student's process, and reads how they ended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from autograder.grading import code_names
from autograder.grading.submission import Notebook, NotebookCell, Role
from autograder.model import (
    Answer,
    Question,
    Raised,
    Response,
    Returned,
    Stopped,
    TestLevel,
    Verdict,
    undecided,
)
from autograder.questions.inline import Inline
from autograder.sandbox.outside import Locked, OutsideStep, TestCell, TestResult
from autograder.sandbox.steps import Cell


def steps(notebook: Notebook, questions: Mapping[str, Question]) -> list[OutsideStep]:
    """Return what to run: locked cells and tests in one process, all other cells in the student's.

    Locked cells also run with the student's code, which uses their names, and tests have copies of their own. Imports
    of released cells and of the instructor's solution are the tests', too.
    """
    tests = {name: each for name, each in questions.items() if isinstance(each, Inline)}
    solutions = dict(next(iter(tests.values())).solutions) if tests else {}
    theirs, touched = _theirs(notebook, solutions)
    read = frozenset(name for text in _unlocked(notebook, solutions) for name in code_names.read(text))
    planned: list[OutsideStep] = []
    for cell in notebook.cells:
        if cell.kind != "code":
            continue
        own = Cell(cell.id, cell.source, show=False)
        if cell.id in tests:
            test = tests[cell.id]
            planned.append(
                TestCell(cell.id, test.source, own, tuple(sorted(theirs)), tuple(sorted(theirs | read)), test.strict)
            )
        elif _is_locked(cell):
            data = code_names.bound(cell.source) - code_names.definitions(cell.source)
            planned.append(Locked(own, cell.source, tuple(sorted(data & touched))))
        else:
            planned.append(own)
            texts = (cell.released, solutions.get(cell.id, ""))
            if found := "\n".join(filter(None, map(code_names.imports, texts))):
                planned.append(Locked(None, found))
    while planned and not isinstance(planned[-1], TestCell):
        planned.pop()
    return planned


def response(result: TestResult) -> Response:
    """Return the response to a test cell that ran outside."""
    return Response((), (_answer(result),))


def trusted(verdict: Verdict, question: Question, result: TestResult | None) -> Verdict:
    """Leave points to a grader that a student's object decided, where the instructor's objects decide nothing."""
    if result is None or not (result.weak and verdict.credit):
        return verdict
    if not isinstance(question, Inline) or question.level is not TestLevel.OUTSIDE:
        return verdict
    reason = "the code's own objects decided a comparison of the tests"
    told = "The tests passed, but an object of your own decided what equals what, so a grader will look at your answer."
    return undecided(told, near_miss=reason, suggestion=verdict.credit)


def _answer(result: TestResult) -> Answer:
    if result.stopped is not None:
        return Stopped(result.stopped)
    if result.raised is not None:
        return Raised(result.raised, line=result.line)
    return Returned(result.value)


def _is_locked(cell: NotebookCell) -> bool:
    return cell.role is Role.GRADE or (cell.role is Role.RELEASED and bool(cell.nbgrader.get("locked")))


def _theirs(notebook: Notebook, solutions: Mapping[str, str]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the names that the notebook leaves to the student, and those that the student's code binds or changes."""
    texts = list(_unlocked(notebook, solutions))
    theirs = frozenset(name for text in texts for name in code_names.bound(text))
    locked = [cell.source for cell in notebook.cells if cell.kind == "code" and _is_locked(cell)]
    theirs -= frozenset(name for text in locked for name in code_names.definitions(text))
    return theirs, theirs | frozenset(name for text in texts for name in code_names.changed(text))


def _unlocked(notebook: Notebook, solutions: Mapping[str, str]) -> Iterator[str]:
    for cell in notebook.cells:
        if cell.kind == "code" and not _is_locked(cell) and cell.role is not Role.EXTRA:
            yield cell.released
            yield solutions.get(cell.id, "")
