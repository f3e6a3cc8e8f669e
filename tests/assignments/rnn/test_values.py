"""Questions that ask for a value: W³⁰, choices, sets and numbers, as students write them."""

import numpy as np
import pytest
import sympy as sp

from autograder.assignments import load
from autograder.model import Outcome, Response
from tests.answers import ask, judge

QUESTIONS = {question.name: question for asked in load("rnn").notebooks.values() for question in asked}

W = np.array([[0.58, 0.24], [0.24, 0.72]])


@pytest.mark.parametrize(
    ("value", "credit"),
    [
        ([[0.015260, 0.020348], [0.020348, 0.027130]], 1),
        (np.linalg.matrix_power(W, 30), 1),
        (np.linalg.matrix_power(W, 30).astype(np.float32), 1),
        (sp.Matrix([[sp.Rational(29, 50), sp.Rational(6, 25)], [sp.Rational(6, 25), sp.Rational(18, 25)]]) ** 30, 1),
        ([[0.01526, 0.02035], [0.02035, 0.02713]], 0.5),
        ([[0.0153, 0.0203], [0.0203, 0.0271]], 0.5),
        ([[0.015, 0.02], [0.02, 0.027]], 0),
        ([0.015260, 0.020348, 0.020348, 0.027130], 0),
    ],
)
def test_w30_with_six_decimals_is_right(value, credit):
    assert judge(QUESTIONS["w30"], value).credit == credit


@pytest.mark.parametrize(
    "value",
    [
        [[0.6 * 0.9**30, 0.8 * 0.4**30], [0.8 * 0.9**30, 0.6 * 0.4**30]],
        [[0.025434, 0], [0.033913, 0]],
        [[-0.025434, 0], [-0.033913, 0]],
    ],
)
def test_w30_without_the_inverse_of_q_is_recognised(value):
    verdict = judge(QUESTIONS["w30"], value)
    assert verdict.outcome is Outcome.INCORRECT
    assert verdict.misconception is not None
    assert verdict.misconception.startswith("Q⁻¹ missing")
    assert "Q⁻¹ is missing" in verdict.feedback


@pytest.mark.parametrize("value", [0, 0.0, np.int64(0), sp.Integer(0), "0", False])
def test_first_index_may_be_any_kind_of_zero(value):
    assert judge(QUESTIONS["first-index"], value).credit == 1


@pytest.mark.parametrize("value", [1, 1.0, sp.Integer(1)])
def test_first_index_of_an_older_sheet_is_a_misconception(value):
    assert judge(QUESTIONS["first-index"], value).misconception == "sum from one"


FATES = {"all_below_one": "vanishes", "any_above_one": "explodes", "all_equal_one": "stays"}


@pytest.mark.parametrize(
    ("change", "credit"),
    [
        ({}, 1),
        ({"all_below_one": " VANISHES "}, 1),
        ({"any_above_one": "stays"}, 2 / 3),
        ({"any_above_one": "grows", "all_equal_one": None}, 1 / 3),
        ({"all_below_one": "explodes", "any_above_one": "vanishes", "all_equal_one": 1}, 0),
    ],
)
def test_three_behaviours_share_the_points_equally(change, credit):
    question = QUESTIONS["eigenvalue-fate"]
    assert question.judge(ask(question, {**FATES, **change})).credit == pytest.approx(credit)


def test_missing_behaviour_costs_only_its_share():
    question = QUESTIONS["eigenvalue-fate"]
    verdict = question.judge(ask(question, {name: FATES[name] for name in ("all_below_one", "any_above_one")}))
    assert verdict.credit == pytest.approx(2 / 3)
    assert "`all_equal_one` is not defined" in verdict.feedback


def test_reading_any_as_all_is_a_misconception():
    question = QUESTIONS["eigenvalue-fate"]
    verdict = question.judge(ask(question, {**FATES, "any_above_one": "stays"}))
    assert verdict.misconception == "any read as all"


@pytest.mark.parametrize("value", [1, 1.0, sp.Integer(1), sp.eye(3), np.eye(2), sp.Identity(4), np.array([[1.0]])])
def test_the_constant_cell_is_one_or_the_identity(value):
    assert judge(QUESTIONS["constant-cell"], value).credit == 1


def test_w30_exact_requires_exact_fractions():
    exact = sp.Matrix([[sp.Rational(29, 50), sp.Rational(6, 25)], [sp.Rational(6, 25), sp.Rational(18, 25)]]) ** 30
    assert judge(QUESTIONS["w30-exact"], exact).credit == 1
    assert judge(QUESTIONS["w30-exact"], sp.Matrix(W) ** 30).credit == 0
    from_floats = sp.Matrix(2, 2, [sp.Rational(float(v)) for v in (W).ravel()]) ** 30
    assert judge(QUESTIONS["w30-exact"], from_floats).credit == 0


@pytest.mark.parametrize("name", [q.name for q in QUESTIONS.values() if not q.names])
def test_written_answer_needs_manual_grading(name):
    assert QUESTIONS[name].judge(Response(text="$M^n = Q Λ^n Q^{-1}$")).outcome in (Outcome.UNDECIDED, Outcome.PARTIAL)
