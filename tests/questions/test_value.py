"""Numbers as answers: how close they have to be, and which types and shapes are accepted."""

import numpy as np
import pytest
import sympy as sp

from autograder.model import Missing, Outcome, Raised, Response, Returned, Stop, Stopped, misconception
from autograder.questions.value import Value
from tests.answers import judge

DESIRED = np.array([[0.25, 0.5], [1.0, 2.0]])


@misconception(credit=0.2)
def doubled():
    """Everything is twice as large. Twice what?"""
    return 2 * DESIRED


matrix = Value(
    name="m",
    answer="M",
    reference=DESIRED,
    bands={1e-6: 1.0, 5e-5: 0.5},
    shape="(2, 2)",
    misconceptions=(doubled,),
)
number = Value(name="n", answer="n", reference=3)


@pytest.mark.parametrize(
    "value",
    [
        DESIRED,
        DESIRED.tolist(),
        tuple(map(tuple, DESIRED)),
        DESIRED.astype(np.float32),
        DESIRED.view(np.matrix),
        DESIRED[:, :, None],
        DESIRED + 9e-7,
        sp.Matrix(DESIRED),
        sp.Matrix([[sp.Rational(1, 4), sp.Rational(1, 2)], [1, 2]]),
    ],
)
def test_right_values_of_any_type_earn_full_credit(value):
    assert judge(matrix, value).outcome is Outcome.CORRECT


@pytest.mark.parametrize(("error", "credit"), [(9e-7, 1), (2e-6, 0.5), (4.9e-5, 0.5), (6e-5, 0), (1, 0)])
def test_every_entry_counts_by_itself(error, credit):
    value = DESIRED.copy()
    value[1, 0] += error
    assert judge(matrix, value).credit == credit


@pytest.mark.parametrize("factor", [1.0, 1.0001])
def test_a_misconception_is_recognised_even_if_it_was_rounded(factor):
    verdict = judge(matrix, (2 * factor * DESIRED).tolist())
    assert (verdict.credit, verdict.misconception) == (0.2, "doubled")


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (-DESIRED, "sign"),
        (DESIRED * 3, "constant factor"),
        (DESIRED.T, "transposed"),
        (np.zeros((2, 2)), "zero"),
        (DESIRED.ravel(), "shape"),
        (0.25, "single number"),
        (np.full((2, 2), np.nan), "NaN"),
        (DESIRED + 1j, "imaginary"),
        ("[[0.25, 0.5], [1, 2]]", "a text"),
        (print, "builtin_function_or_method"),
        (None, "is None"),
        ([[0.25, 0.5], [1.0]], "different lengths"),
    ],
)
def test_wrong_values_earn_nothing_and_feedback_says_how_they_differ(value, told):
    verdict = judge(matrix, value)
    assert verdict.outcome is Outcome.INCORRECT
    assert told in verdict.feedback


@pytest.mark.parametrize("value", [DESIRED + 0j, DESIRED + 1e-5 + 0j])
def test_a_complex_type_earns_at_most_half(value):
    assert judge(matrix, value).credit == 0.5


@pytest.mark.parametrize(
    "value", [3, 3.0, np.int64(3), np.float32(3), np.array([3]), [3], sp.Integer(3), sp.Rational(6, 2), "3", " 3.0 "]
)
def test_equal_numbers_of_any_type_are_right(value):
    verdict = judge(number, value)
    assert (verdict.outcome, verdict.feedback) == (Outcome.CORRECT, "")


@pytest.mark.parametrize("value", [4, -3, 3.0000001, True, np.nan, np.inf, [3, 3], "three", "3 3", {3}, 10**1000, b"3"])
def test_any_other_number_is_wrong(value):
    assert judge(number, value).outcome is Outcome.INCORRECT


@pytest.mark.parametrize(
    ("answer", "untouched", "outcome"),
    [
        (Missing("not defined"), True, Outcome.UNANSWERED),
        (Missing("not defined"), False, Outcome.INCORRECT),
        (Returned(3), True, Outcome.CORRECT),
        (Raised("NameError"), False, Outcome.INCORRECT),
        (Stopped(Stop.DIED), False, Outcome.INCORRECT),
        (Stopped(Stop.BUDGET), False, Outcome.UNDECIDED),
        (Stopped(Stop.SANDBOX), True, Outcome.UNDECIDED),
    ],
)
def test_answer_without_a_value_is_judged_by_the_reason(answer, untouched, outcome):
    probes = number.probes(np.random.default_rng(0))
    assert number.judge(Response(probes, (answer,), untouched=untouched)).outcome is outcome


def test_missing_reply_is_undecided():
    assert number.judge(Response()).outcome is Outcome.UNDECIDED
