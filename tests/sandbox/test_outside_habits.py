"""Test cells with habits of real ones end the same inside and outside of the student's process."""

import pytest

from autograder.grading.notebook_runner import NotebookRunner
from autograder.grading.submission import Notebook, NotebookCell, Role
from autograder.model import Assignment
from autograder.questions.inline import Inline
from tests.sandbox.habits import HABITS, LOCKED
from tests.templates import open_sandbox

BLANK = "# YOUR CODE HERE\nraise NotImplementedError()"
WEAK = {"instance_check"}
"""Habits with which the student's process decides something."""


@pytest.fixture(scope="module")
def sandbox():
    with open_sandbox() as opened:
        yield opened


def runner(answers):
    """Return a notebook with the answers and the tests of all habits."""
    cells = [NotebookCell("locked", "code", LOCKED, Role.RELEASED, LOCKED, {"locked": True})]
    for (name, _, _, tests), answer in zip(HABITS, answers, strict=True):
        cells.append(NotebookCell(f"{name}-answer", "code", answer, Role.SOLUTION, BLANK))
        cells.append(NotebookCell(name, "code", tests, Role.GRADE, tests))
    solutions = tuple((f"{name}-answer", right) for name, right, _, _ in HABITS)
    tests = tuple(Inline(name=name, source=test, points=1.0, solutions=solutions) for name, _, _, test in HABITS)
    return NotebookRunner(Assignment("a", {"n": tests}), "s", Notebook("n", tuple(cells)), lambda *_: {})


@pytest.fixture(scope="module", params=["right", "wrong", "blank"])
def ran(request, sandbox):
    """Return which answers, how the tests ended outside, and which passed inside."""
    answers = {"right": [h[1] for h in HABITS], "wrong": [h[2] for h in HABITS], "blank": [BLANK] * len(HABITS)}
    notebook = runner(answers[request.param])
    inside = notebook.inside(sandbox, [habit[0] for habit in HABITS]).asked
    return request.param, notebook.outside(sandbox), inside


@pytest.mark.parametrize("name", [habit[0] for habit in HABITS])
def test_tests_end_the_same_inside_and_outside(ran, name):
    which, outside, inside = ran
    passes_inside = Inline(name=name, source="", points=1.0).judge(inside[name]).credit == 1
    assert outside[name].passed == passes_inside == (which == "right"), outside[name]


@pytest.mark.parametrize("name", [habit[0] for habit in HABITS])
def test_only_objects_that_decide_make_a_test_weak(ran, name):
    which, outside, _ = ran
    assert which != "right" or bool(outside[name].weak) == (name in WEAK), outside[name]
