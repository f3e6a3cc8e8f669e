"""Code that answers the same input in two ways is found, and the worse answer counts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from autograder.grading.consistency import REMARK, differing, worse
from autograder.grading.grader import Grader
from autograder.grading.submission import Notebook, NotebookCell, Role, Submission
from autograder.model import (
    Assignment,
    Probe,
    Question,
    Raised,
    Response,
    Returned,
    Stop,
    Stopped,
    correct,
    credited,
    incorrect,
    undecided,
)
from tests.grading.test_grading import Direct
from tests.templates import open_sandbox

STOPPED = Stopped(Stop.TIME)


@dataclass(frozen=True, kw_only=True)
class Twice(Question):
    """Correct if both answers are 1."""

    def probes(self, rng):
        return Probe("f", (1,)), Probe("f", (2,))

    def judge(self, response):
        return correct() if response.answers == (Returned(1), Returned(1)) else incorrect("not 1")

    @property
    def names(self):
        return ("f",)


ASSIGNMENT = Assignment("tiny", {"nb": (Twice(name="f"),)})


@pytest.fixture(scope="module")
def sandbox():
    with open_sandbox() as opened:
        yield opened


def grade(sandbox, source):
    cells = (
        NotebookCell("f-code", "code", source, Role.SOLUTION, "def f(x): ...", {"grade_id": "f-code"}),
        NotebookCell("f", "code", "", Role.GRADE, "", {"grade_id": "f", "points": 2}),
    )
    grader = Grader(ASSIGNMENT, sandbox, Direct(ASSIGNMENT))
    result = grader.grade(Submission("s", "tiny", {"nb": Notebook("nb", cells)})).result
    return result.questions[0], result.problems


HANGS = "    if x == 2 and not later:\n        while True: pass\n"
LATER = {
    "outputs": "later = 'text/html' not in get_ipython().display_formatter.active_types\n",
    "whether outputs are kept": "import sys\nlater = not sys.modules['inside.shell'].outputs.keep\n",
}


@pytest.mark.parametrize("notice", LATER)
def test_a_function_that_answers_differently_in_the_second_run_keeps_the_worse_answer(sandbox, notice):
    question, problems = grade(sandbox, f"{LATER[notice]}def f(x):\n{HANGS}    return 1 if later else 0\n")
    assert question.outcome == "incorrect"
    assert REMARK in question.feedback
    assert any("different answers to the same input" in problem for problem in problems)


def test_a_slow_function_with_the_same_answers_keeps_its_points(sandbox):
    slow = "import time\ndef f(x):\n    time.sleep(1.5 if x == 2 else 0)\n    return 1\n"
    question, problems = grade(sandbox, slow)
    assert (question.outcome, problems) == ("correct", ())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Returned(1.0), Returned(1.0 + 1e-12)),
        (Returned(np.ones(3)), Returned(np.ones(3) + 1e-12)),
        (Returned([1, {"a": np.array([np.nan])}]), Returned([1, {"a": np.array([np.nan])}])),
        (Raised("ValueError", "a", 1), Raised("ValueError", "a", 2)),
        (Returned(np.array(["a"])), Returned(np.array(["a"]))),
        (STOPPED, Returned(3)),
        (Returned(3), STOPPED),
    ],
)
def test_the_same_answers_do_not_differ(one, other):
    assert differing({"q": Response((), (one,))}, {"q": Response((), (other,))}) == {}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Returned(1.0), Returned(1.1)),
        (Returned(1), Returned("1")),
        (Returned(True), Returned(None)),
        (Returned(np.ones(3)), Returned(np.ones(4))),
        (Returned(1j), Returned(2j)),
        (Returned([1, 2]), Returned([1])),
        (Returned({"a": 1}), Returned({"b": 1})),
        (Returned(1), Raised("ValueError")),
        (Raised("TypeError"), Raised("ValueError")),
    ],
)
def test_other_answers_differ(one, other):
    found = differing({"q": Response((), (one, STOPPED))}, {"q": Response((), (other, Returned(5)))})
    assert found["q"].answers == (one, Returned(5))


@pytest.mark.parametrize(
    ("better", "lesser"),
    [
        (correct(), incorrect("x")),
        (correct(), undecided("x")),
        (undecided("x"), incorrect("x")),
        (credited(0.5, ""), credited(0.25, "x")),
    ],
)
def test_the_worse_verdict_counts_and_says_so(better, lesser):
    for verdict in (worse(better, lesser), worse(lesser, better)):
        assert (verdict.outcome, verdict.credit) == (lesser.outcome, lesser.credit)
        assert verdict.feedback.startswith(REMARK)
