"""Every misconception of the shipped assignments is recognised; `autograder check` tries them on more students."""

import pytest

from autograder.assignments import load, names
from autograder.questions.multi_part import MultiPart
from tests.answers import ask

QUESTIONS = [question for name in names() for asked in load(name).notebooks.values() for question in asked]
PARTS = [
    part for question in QUESTIONS for part in (question.parts if isinstance(question, MultiPart) else (question,))
]
KNOWN = [part for part in PARTS if part.misconceptions]


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("question", KNOWN, ids=lambda question: question.name)
def test_misconceptions_are_recognised_by_name_with_their_credit_and_hint(question, seed):
    for wrong, namespace in question.wrong_answers():
        verdict = question.judge(ask(question, namespace, seed))
        assert (verdict.misconception, verdict.credit, verdict.feedback) == (wrong.name, wrong.credit, wrong.hint)
