"""Checks the test cells of an ordinary nbgrader course before its release: `autograder check`.

The instructor's solution and the untouched release run both ways, outside and inside of the student's process.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import nullcontext, suppress
from dataclasses import replace

from autograder.assignments import names
from autograder.grading import inline_tests
from autograder.grading.levels import solved, with_levels
from autograder.grading.notebook_runner import NotebookRunner
from autograder.grading.submission import Notebook, Role
from autograder.model import Assignment, Limits, Response, TestLevel
from autograder.questions.inline import Inline
from autograder.release_check.compare import RELEASE, SOLUTION, differences
from autograder.release_check.fairness.mutation import Mutant, changed_cells
from autograder.release_check.lint import Finding
from autograder.sandbox import Sandbox
from autograder.store.course import Course
from autograder.store.gradebook import open_gradebook
from autograder.store.test_cells import origin_of, release_of

MAX_MUTANTS = 40
"""Small mistakes that are tried in one notebook; if there are more, they are spread evenly."""
_SHORT = Limits(seconds=5.0, cpu_seconds=2.0)
_REPEATED = 2
_WHERE = {
    TestLevel.WEAK: "outside, but the student's own objects decide a comparison",
    TestLevel.INSIDE: "only in the student's process, whose code can forge the result",
}


def is_plain(course: Course, assignment: str) -> bool:
    """Whether an assignment has no module with questions."""
    return assignment not in names(course.root)


def check_test_cells(
    course: Course, assignment: str, sandbox: Sandbox, compare_nbgrader: bool = False
) -> Iterator[Finding]:
    """Check the test cells of an assignment.

    Parameters
    ----------
    course : Course
    assignment : str
    sandbox : Sandbox
    compare_nbgrader : bool
        Whether to have nbgrader grade the solution and the release, too. It runs them without a sandbox.

    Yields
    ------
    Finding
        One claim after the other, with its problems.
    """
    release = release_of(course, assignment)
    with open_gradebook(course.db_url) if course.has_gradebook else nullcontext() as gradebook:
        origin = origin_of(course, gradebook, release)
    setup = release.setup
    assigned = setup.applied(origin.load())
    levels = with_levels(assigned, release.notebooks, sandbox, setup)
    tests = {(name, each.name): each for name, asked in levels.notebooks.items() for each in _tests(asked)}
    yield Finding("the instructor's solution passes every test cell", tuple(_failing(tests)))
    yield Finding(_where_tests_run(tests), (), tuple(_elsewhere(tests)))
    checked = _Runs(levels, release.notebooks, sandbox)
    yield Finding("no test cell passes without an answer", tuple(checked.passing_blank()))
    yield Finding("repeated runs, outside and inside, end the same", tuple(checked.differing()))
    if compare_nbgrader:
        found = tuple(differences(course, assignment, checked.scores()))
        yield Finding("nbgrader gives every test cell the same score", found)
    survivors = tuple(checked.survivors())
    yield Finding("small mistakes in the solution were tried", (), survivors)


def _tests(asked: object) -> Iterator[Inline]:
    yield from (each for each in asked if isinstance(each, Inline))  # type: ignore[attr-defined]


def _failing(tests: Mapping[tuple[str, str], Inline]) -> Iterator[str]:
    for (notebook, name), test in tests.items():
        if test.level is None:
            why = "fails" if test.solutions else "cannot be tried, because the source notebook is missing"
            yield f"{notebook}/{name}: the solution {why}"


def _where_tests_run(tests: Mapping[tuple[str, str], Inline]) -> str:
    outside = [each for each in tests.values() if each.level is TestLevel.OUTSIDE]
    points, of = sum(each.points for each in outside), sum(each.points for each in tests.values())
    return (
        f"{len(outside)} of {len(tests)} test cells ({points:g} of {of:g} points) run outside of the student's process"
    )


def _elsewhere(tests: Mapping[tuple[str, str], Inline]) -> Iterator[str]:
    for (notebook, name), test in tests.items():
        if test.level in _WHERE:
            yield f"{notebook}/{name} ({test.points:g} points) runs {_WHERE[test.level]}"


class _Runs:
    """Runs of the notebooks with known answers."""

    def __init__(self, assignment: Assignment, notebooks: Mapping[str, Notebook], sandbox: Sandbox) -> None:
        self.assignment, self.notebooks, self.sandbox = assignment, notebooks, sandbox

    def passing_blank(self) -> Iterator[str]:
        """Yield the test cells that give points to the untouched release."""
        for name, notebook in self.notebooks.items():
            for test, credit in self._credits(name, notebook).items():
                if credit:
                    yield f"{name}/{test}: this cell passes without an answer"

    def scores(self) -> dict[tuple[str, str, str], float | None]:
        """Return the scores of the solution and of the release, by answers, notebook and cell."""
        found: dict[tuple[str, str, str], float | None] = {}
        for name, notebook in self.notebooks.items():
            tests = {each.name: each for each in _tests(self.assignment.notebooks[name])}
            solutions = dict(next(iter(tests.values())).solutions) if tests else {}
            for answers, each in ((SOLUTION, solved(notebook, solutions)), (RELEASE, notebook)):
                for test, credit in (self._credits(name, each) if tests else {}).items():
                    found[answers, name, test] = None if credit is None else credit * tests[test].points
        return found

    def differing(self) -> Iterator[str]:
        """Yield the test cells that end in several ways for the same answers."""
        for name, notebook in self.notebooks.items():
            tests = list(_tests(self.assignment.notebooks[name]))
            if not tests:
                continue
            for label, each in (("solution", solved(notebook, dict(tests[0].solutions))), ("release", notebook)):
                runs = [self._credits(name, each) for _ in range(_REPEATED)] + [self._inside(name, each)]
                for test in tests:
                    if test.level is not None and len({run.get(test.name) for run in runs}) > 1:
                        found = ", ".join("passes" if run.get(test.name) == 1 else "fails" for run in runs)
                        yield f"{name}/{test.name}: with the {label}, it {found}"

    def survivors(self) -> Iterator[str]:
        """Yield how many small mistakes in the solution some test notices, and those that none does."""
        counts: Counter[bool] = Counter()
        unnoticed = []
        for name, notebook in self.notebooks.items():
            tests = list(_tests(self.assignment.notebooks[name]))
            if not tests or any(test.level is None for test in tests):
                continue
            solutions = dict(tests[0].solutions)
            for cell, mutant, changed in _spread(notebook, solutions):
                credits = self._credits(name, solved(notebook, {**solutions, cell: changed}), _SHORT)
                noticed = any(credit != 1 for credit in credits.values())
                counts[noticed] += 1
                if not noticed:
                    unnoticed.append(
                        f"{name}/{cell}, line {mutant.line}: no test notices `{mutant.after}` "
                        f"in place of `{mutant.before}`"
                    )
        yield f"{counts[True]} of {counts.total()} small mistakes fail a test"
        yield from unnoticed

    def _credits(self, name: str, notebook: Notebook, limits: Limits | None = None) -> dict[str, float | None]:
        """Return the credit of each test cell when it runs as in grading."""
        runner = self._runner(name, notebook, limits)
        tests = {each.name: each for each in _tests(self.assignment.notebooks[name])}
        outside = runner.outside(self.sandbox)
        rest = [each.name for each in tests.values() if each.level is TestLevel.INSIDE or each.name not in outside]
        ran = {**{each: inline_tests.response(result) for each, result in outside.items()}}
        ran |= runner.inside(self.sandbox, rest).asked
        return _judged(tests, ran)

    def _inside(self, name: str, notebook: Notebook) -> dict[str, float | None]:
        tests = {each.name: each for each in _tests(self.assignment.notebooks[name])}
        return _judged(tests, self._runner(name, notebook, None).inside(self.sandbox, list(tests)).asked)

    def _runner(self, name: str, notebook: Notebook, limits: Limits | None) -> NotebookRunner:
        only = replace(self.assignment, notebooks={name: tuple(_tests(self.assignment.notebooks[name]))})
        if limits is not None:
            only = replace(only, limits=limits)
        return NotebookRunner(only, "instructor", notebook, lambda *_: {})


def _judged(tests: Mapping[str, Inline], ran: Mapping[str, Response]) -> dict[str, float | None]:
    return {name: tests[name].judge(response).credit for name, response in ran.items() if name in tests}


def _spread(notebook: Notebook, solutions: Mapping[str, str]) -> list[tuple[str, Mutant, str]]:
    found = []
    for cell in notebook.cells:
        if cell.role is Role.SOLUTION and cell.id in solutions:
            with suppress(SyntaxError):  # a cell with magics
                ast.parse(solutions[cell.id])
                found += [(cell.id, mutant, changed) for mutant, changed in changed_cells(solutions[cell.id])]
    step = max(1, -(-len(found) // MAX_MUTANTS))
    return found[::step]
