"""Misconceptions of `rnn` are recognised in every type and shape, by a single name."""

from dataclasses import replace

import numpy as np
import pytest

from autograder.assignments import load
from autograder.assignments.rnn import bptt, lstm, vanishing
from autograder.assignments.rnn.misconceptions.lstm_bptt import sweep
from autograder.model import Outcome
from autograder.questions.choice import Choice
from autograder.questions.multi_part import MultiPart
from autograder.questions.numeric import Numeric
from tests.answers import judge


def flat(questions):
    for question in questions:
        yield from flat(question.parts) if isinstance(question, MultiPart) else (question,)


QUESTIONS = list(flat(question for asked in load("rnn").notebooks.values() for question in asked))
MISTAKES = [(question, wrong) for question in QUESTIONS for wrong in getattr(question, "misconceptions", ())]


def answer(question, wrong):
    if isinstance(question, Numeric):
        return wrong.wrong
    value = wrong.wrong()
    return value.astype(float) if question is vanishing.w30 else value


each_mistake = pytest.mark.parametrize(
    ("question", "wrong"), MISTAKES, ids=[f"{question.name}: {wrong.name}" for question, wrong in MISTAKES]
)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_misconceptions_of_a_question_are_distinct(question):
    """In any order in which they are tried."""
    for wrong in getattr(question, "misconceptions", ()):
        others = [other for other in question.misconceptions if other is not wrong]
        without = replace(question, misconceptions=tuple(others))
        assert judge(without, answer(question, wrong)).misconception not in [other.name for other in others]


@each_mistake
def test_a_hint_asks_a_question_and_earns_at_most_half(question, wrong):
    assert "?" in wrong.hint
    assert 0 <= wrong.credit <= 0.5
    assert len(wrong.hint) < 300


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_the_names_of_a_questions_misconceptions_differ(question):
    names = [wrong.name for wrong in getattr(question, "misconceptions", ())]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    "convert",
    [np.ndarray.tolist, lambda a: tuple(a), lambda a: a.astype(object), lambda a: a[..., None]],
    ids=["list", "tuple", "object", "axis"],
)
@pytest.mark.parametrize("question", [bptt.jacobian, bptt.bptt, vanishing.eigen_power], ids=lambda q: q.name)
def test_misconception_is_recognised_in_any_type_and_shape(question, convert):
    for wrong in question.misconceptions:
        verdict = judge(question, lambda *args, wrong=wrong: convert(np.asarray(wrong.wrong(*args))))
        assert verdict.misconception == wrong.name


def test_sweep_with_all_links_computes_the_gradient():
    assert judge(lstm.lstm_bptt, sweep).outcome is Outcome.CORRECT


def test_every_choice_but_the_right_one_is_explained():
    for question in QUESTIONS:
        if isinstance(question, Choice):
            explained = {wrong.wrong() for wrong in question.misconceptions}
            assert explained == set(question.options) - {question.right}
