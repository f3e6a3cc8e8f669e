"""Test cells that ran with the student's code give points only where the course trusts them, and say so."""

import pytest

from autograder import model
from autograder.grading.inline_verdicts import judge, levels
from autograder.grading.notebook_runner import Run
from autograder.grading.submission import Notebook, NotebookCell, Role
from autograder.model import Outcome, Response, Returned
from autograder.questions.inline import Inline
from autograder.sandbox import outside

CELLS = (
    NotebookCell("f-code", "code", "def f(x): return 2 * x", Role.SOLUTION, nbgrader={"solution": True}),
    NotebookCell("f", "code", "assert f(1) == 2", Role.GRADE, nbgrader={"grade": True, "points": 2}),
)
NOTEBOOK = Notebook("nb", CELLS)
QUESTIONS = {"f": Inline(name="f", source="assert f(1) == 2", points=2.0)}
NOT_RUN = Run({}, {})


def ran_inside(value=None):
    return Run({}, {"f": Response((), (Returned(value),))})


def test_tests_in_the_students_process_give_points_unless_the_course_refuses_them():
    assert judge(QUESTIONS, NOTEBOOK, ran_inside(), {})["f"].credit == 1
    verdict = judge(QUESTIONS, NOTEBOOK, ran_inside(), {}, trust_inside=False)["f"]
    assert verdict.outcome is Outcome.UNDECIDED
    assert verdict.suggestion == 1
    assert "a grader will look" in verdict.feedback


def test_failed_tests_in_the_students_process_stay_failed():
    assert judge(QUESTIONS, NOTEBOOK, ran_inside(0), {}, trust_inside=False)["f"].outcome is Outcome.INCORRECT


@pytest.mark.parametrize(
    ("inside", "result", "level"),
    [
        (ran_inside(), None, model.TestLevel.INSIDE),
        (NOT_RUN, outside.TestResult(), model.TestLevel.OUTSIDE),
        (NOT_RUN, outside.TestResult(weak=("==",)), model.TestLevel.WEAK),
        (NOT_RUN, None, model.TestLevel.PERSON),
    ],
)
def test_levels_say_what_a_verdict_depends_on(inside, result, level):
    assert levels(["f"], inside, {"f": result} if result else {}) == {"f": level}
