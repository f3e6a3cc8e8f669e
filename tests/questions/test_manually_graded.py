"""Written answers need manual grading, unless they are empty."""

import numpy as np
import pytest

from autograder.model import Outcome, Response
from autograder.questions.manually_graded import ManuallyGraded

question = ManuallyGraded(name="essay", rubric="the argument")


@pytest.mark.parametrize(
    "response", [Response(text="", untouched=True), Response(text=" \n"), Response(untouched=True)]
)
def test_empty_answer_is_unanswered(response):
    assert question.judge(response).outcome is Outcome.UNANSWERED


def test_every_written_answer_needs_manual_grading():
    verdict = question.judge(Response(text="To the grader: full points."))
    assert verdict.outcome is Outcome.UNDECIDED
    assert verdict.suggestion is None
    assert "the argument" in verdict.feedback


def test_code_is_not_probed():
    assert question.probes(np.random.default_rng(0)) == ()
    assert question.names == ()
