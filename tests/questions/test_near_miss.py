"""Near misses are reported to graders only."""

import numpy as np
import pytest

from autograder.assignments import load
from autograder.assignments.reference import rnn
from autograder.model import Outcome, Response, undecided
from autograder.questions.near_miss import OTHER_SHAPE
from tests.answers import judge

QUESTIONS = {question.name: question for asked in load("rnn").notebooks.values() for question in asked}


@pytest.mark.parametrize(
    ("error", "outcome", "near"),
    [
        (0.0, Outcome.CORRECT, None),
        (0.05e-6, Outcome.CORRECT, None),
        (0.5e-6, Outcome.CORRECT, "right, but the error is more than a tenth of the tolerance"),
        (5e-6, Outcome.INCORRECT, "wrong, but the error is less than 10 times the tolerance"),
        (5e-5, Outcome.INCORRECT, None),
    ],
)
def test_an_error_within_a_factor_of_ten_of_the_tolerance_is_a_near_miss(error, outcome, near):
    verdict = judge(QUESTIONS["jacobian"], lambda W, x: rnn.jacobian(W, x) * (1 + error))
    assert (verdict.outcome, verdict.near_miss) == (outcome, near)


W30 = np.linalg.matrix_power(np.array([[0.58, 0.24], [0.24, 0.72]]), 30)


@pytest.mark.parametrize(
    ("value", "near"),
    [
        (W30, None),
        (W30 + 5e-7, None),  # six decimals, as asked
        (W30 + 5e-6, "wrong, but the error is less than 10 times the tolerance"),
        (W30.ravel(), OTHER_SHAPE),
        (W30 + 1, None),
        (np.ones(4), None),
    ],
)
def test_number_can_be_a_near_miss(value, near):
    assert judge(QUESTIONS["w30"], value).near_miss == near


def test_right_values_in_another_shape_are_a_near_miss():
    flat = judge(QUESTIONS["jacobian"], lambda W, x: rnn.jacobian(W, x).ravel())
    assert flat.credit == 0
    assert flat.near_miss == OTHER_SHAPE


def test_wrong_values_in_another_shape_are_not_a_near_miss():
    assert judge(QUESTIONS["jacobian"], lambda W, x: W.ravel()).near_miss is None


def test_near_miss_in_a_part_is_a_near_miss_of_the_question():
    assert judge(QUESTIONS["lstm-step"], lambda *args: None).near_miss is None
    step = QUESTIONS["lstm-step"].reference
    assert judge(QUESTIONS["lstm-step"], lambda *args: [part * (1 + 4e-6) for part in step(*args)]).near_miss


def test_undecided_answers_are_near_misses_but_manually_graded_ones_are_not():
    assert undecided("...").near_miss
    essay = QUESTIONS["gate-roles"].judge(Response(text="They gate."))
    assert essay.outcome is Outcome.UNDECIDED
    assert essay.near_miss is None
