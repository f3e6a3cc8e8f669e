"""Formulas as answers: every notation of a right one earns full credit, every typical mistake is named."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import sympy as sp

from autograder.model import (
    Expression,
    Misconception,
    Missing,
    Opaque,
    Outcome,
    Raised,
    Response,
    Returned,
    Stop,
    Stopped,
    Verdict,
    misconception,
)
from autograder.model.errors import CourseError
from autograder.questions.forms import expanded, in_terms_of
from autograder.questions.multi_part import MultiPart
from autograder.questions.symbolic import Symbolic
from tests.maths.crossing import cross

R = sp.Rational
RNG = np.random.default_rng(0)


def judged(question, *values) -> Verdict:
    answers = tuple(Returned(cross(value)) for value in values)
    return question.judge(Response(question.probes(RNG), answers))


# --- a Jacobian in six symbols ---------------------------------------------------------------------------

SYMBOLS = w11, w12, w21, w22, x1, x2 = sp.symbols("w11 w12 w21 w22 x1 x2")
W, X = sp.Matrix([[w11, w12], [w21, w22]]), sp.Matrix([x1, x2])
Z = W * X


def logistic(z):
    return 1 / (1 + sp.exp(-z))


def rows_scaled_by(slope):
    return sp.diag(*map(slope, Z)) * W


def jacobian():
    return rows_scaled_by(lambda z: logistic(z) * (1 - logistic(z)))


@misconception()
def transposed():
    """A Jacobian has one row for each output. Which index of yours counts the outputs?"""
    return jacobian().T


@misconception(credit=0.4)
def columns_scaled():
    """The slopes belong to the outputs. Which side of W does their diagonal matrix stand on?"""
    return W * sp.diag(*(logistic(z) * (1 - logistic(z)) for z in Z))


@misconception()
def no_slope():
    """Where is the derivative of σ in your chain rule?"""
    return W


JACOBIAN = Symbolic(
    name="jacobian-symbolic",
    answer="J",
    reference=jacobian,
    misconceptions=(transposed, columns_scaled, no_slope),
)
RIGHT = {
    "s(1-s)": jacobian(),
    "expanded": jacobian().applyfunc(sp.expand),
    "simplified": jacobian().applyfunc(sp.simplify),
    "exp forms": rows_scaled_by(lambda z: sp.exp(-z) / (1 + sp.exp(-z)) ** 2),
    "exp forms, other sign": rows_scaled_by(lambda z: sp.exp(z) / (1 + sp.exp(z)) ** 2),
    "tanh forms": rows_scaled_by(lambda z: (1 - sp.tanh(z / 2) ** 2) / 4),
    "cosh forms": rows_scaled_by(lambda z: 1 / (4 * sp.cosh(z / 2) ** 2)),
    "sech and a float": rows_scaled_by(lambda z: 0.25 * sp.sech(z / 2) ** 2),
    "jacobian()": Z.applyfunc(logistic).jacobian(X),
    "diff()": sp.Matrix(2, 2, lambda i, j: sp.diff(logistic(Z[i]), X[j])),
    "Derivative, unevaluated": sp.Matrix(2, 2, lambda i, j: sp.Derivative(logistic(Z[i]), X[j])),
    "a product of matrices, unevaluated": sp.MatMul(sp.diag(*(logistic(z) * (1 - logistic(z)) for z in Z)), W),
    "immutable": jacobian().as_immutable(),
    "sparse": sp.SparseMatrix(jacobian()),
    "list of lists": jacobian().tolist(),
    "tuple of lists": tuple(jacobian().tolist()),
    "array of objects": np.array(jacobian().tolist(), dtype=object),
    "text": str(jacobian().tolist()),
    "text of a matrix": str(jacobian()),
    "positive symbols": jacobian().subs({s: sp.Symbol(s.name, positive=True) for s in SYMBOLS}),
    "dummies": jacobian().subs({s: sp.Dummy(s.name) for s in SYMBOLS}),
}


@pytest.mark.parametrize("style", RIGHT)
def test_jacobian_is_right_in_every_notation(style):
    assert judged(JACOBIAN, RIGHT[style]).outcome is Outcome.CORRECT


@pytest.mark.parametrize("name", ["sigma", "sigmoid", "σ"])
def test_an_undefined_sigma_is_the_logistic_function(name):
    undefined = sp.Function(name)
    assert judged(JACOBIAN, Z.applyfunc(undefined).jacobian(X)).outcome is Outcome.CORRECT
    assert judged(JACOBIAN, rows_scaled_by(lambda z: undefined(z) * (1 - undefined(z)))).outcome is Outcome.CORRECT
    assert judged(JACOBIAN, rows_scaled_by(lambda z: undefined(z) ** 2)).outcome is Outcome.INCORRECT
    assert judged(JACOBIAN, rows_scaled_by(sp.Function("f"))).outcome is Outcome.UNDECIDED


@pytest.mark.parametrize("wrong", [transposed, columns_scaled, no_slope], ids=lambda wrong: wrong.name)
@pytest.mark.parametrize("dress", [lambda m: m, sp.expand, lambda m: m.tolist()], ids=["plain", "expanded", "list"])
def test_misconceptions_are_recognised_by_value(wrong, dress):
    verdict = judged(JACOBIAN, dress(wrong.wrong()))
    assert (verdict.misconception, verdict.credit, verdict.feedback) == (wrong.name, wrong.credit, wrong.hint)


def test_feedback_names_entry_point_and_the_students_value():
    mistaken = jacobian()
    mistaken[0, 1] += x1
    feedback = judged(JACOBIAN, mistaken).feedback
    assert feedback.startswith("Entry (1, 2) of `J` is not right: at w11 = ")
    assert "x2 = " in feedback


@pytest.mark.parametrize(
    "value", [2 * jacobian(), jacobian()[0, 0], jacobian()[:, 0], [1, 2], 3, np.eye(2), jacobian() / x1]
)
def test_other_values_are_wrong(value):
    assert judged(JACOBIAN, value).outcome is Outcome.INCORRECT


@pytest.mark.parametrize(
    "names", ["W11 W12 W21 W22 X1 X2", "w_11 w_12 w_21 w_22 x_1 x_2", "a b c d p q", "w11 w12 w21 w22 u v"]
)
def test_unknown_names_are_undecided_not_wrong(names):
    others = sp.symbols(names)
    verdict = judged(JACOBIAN, jacobian().subs(dict(zip(SYMBOLS, others, strict=True)), simultaneous=True))
    assert verdict.outcome is Outcome.UNDECIDED
    assert verdict.suggestion == 1.0
    assert all(str(name) in verdict.feedback for name in others)


def test_entries_of_a_matrix_symbol_are_unknown_names():
    V = sp.MatrixSymbol("W", 2, 2)
    entries = dict(zip(SYMBOLS[:4], (V[i, j] for i in range(2) for j in range(2)), strict=True))
    verdict = judged(JACOBIAN, jacobian().subs(entries))
    assert verdict.outcome is Outcome.UNDECIDED
    assert "W[0, 0]" in verdict.feedback


def test_undefined_abbreviation_needs_manual_grading_and_is_named():
    verdict = judged(JACOBIAN, sp.diag(*sp.symbols("slope1 slope2")) * W)
    assert verdict.outcome is Outcome.UNDECIDED
    assert "slope1, slope2" in verdict.feedback


def test_unknown_symbol_that_cancels_is_ignored():
    t = sp.Symbol("t")
    assert judged(JACOBIAN, jacobian() + sp.Mul(0, t, evaluate=False) * W).outcome is Outcome.CORRECT


# --- exact numbers ---------------------------------------------------------------------------------------

EXACT = sp.Matrix([[R(58, 100), R(24, 100)], [R(24, 100), R(72, 100)]])
FLOATS = sp.Matrix([[0.58, 0.24], [0.24, 0.72]])
POWER = Symbolic(name="w30-exact", answer="W30_exact", reference=lambda: EXACT**30, exact=True)


def test_exact_powers_are_right_in_every_notation():
    vectors, values = EXACT.diagonalize()
    for value in (
        EXACT**30,
        (EXACT**30).tolist(),
        sp.MatPow(EXACT.as_immutable(), 30),
        vectors * values**30 * vectors.inv(),
        sp.MatMul(vectors, sp.MatPow(values, 30), sp.Inverse(vectors)),
        FLOATS.applyfunc(sp.nsimplify) ** 30,
        str((EXACT**30).tolist()),
    ):
        assert judged(POWER, value).outcome is Outcome.CORRECT


ROUNDED = {
    "floats": FLOATS**30,
    "array": np.linalg.matrix_power(np.array(FLOATS, dtype=float), 30),
    "binary fractions": FLOATS.applyfunc(sp.Rational) ** 30,
    "fractions of floats": (FLOATS**30).applyfunc(sp.Rational),
    "nsimplify": (FLOATS**30).applyfunc(sp.nsimplify),
    "rounded": (FLOATS**30).applyfunc(lambda v: R(str(round(v, 8)))),
    "six decimals": [[R("0.015260"), R("0.020347")], [R("0.020347"), R("0.027130")]],
}


@pytest.mark.parametrize("how", ROUNDED)
def test_decimals_and_fractions_made_from_them_are_rejected_and_named(how):
    verdict = judged(POWER, ROUNDED[how])
    assert (verdict.credit, verdict.misconception) == (0.0, "rounded instead of exact")


def test_misconception_is_recognised_in_decimals_although_exact_numbers_are_expected():
    def elementwise():
        return EXACT.applyfunc(lambda v: v**30)

    wrong = Misconception("elementwise", "Is a power of a matrix the power of its entries?", elementwise)
    question = replace(POWER, misconceptions=(wrong,))
    for value in (elementwise(), FLOATS.applyfunc(lambda v: v**30), np.array(FLOATS, dtype=float) ** 30):
        assert judged(question, value).misconception == "elementwise"


@pytest.mark.parametrize("value", [EXACT**29, EXACT.applyfunc(lambda v: v**30), (EXACT**30)[0, 0], FLOATS**3])
def test_wrong_powers_are_wrong(value):
    verdict = judged(POWER, value)
    assert verdict.outcome is Outcome.INCORRECT
    assert verdict.misconception is None


# --- a number that may be an identity --------------------------------------------------------------------

CELL = Symbolic(name="constant-cell", answer="dct_dck", reference=1, identity=True)
i, k, t, n = sp.symbols("i k t n")


@pytest.mark.parametrize(
    "value",
    [
        1,
        1.0,
        np.longdouble(1),
        np.array(sp.S.One, dtype=object),
        True,
        np.float32(1),
        np.array(1),
        1 + 0j,
        sp.S.One,
        sp.Float(1),
        np.eye(3),
        np.eye(1),
        sp.eye(2),
        sp.eye(40),
        sp.Identity(n),
        [[1, 0], [0, 1]],
        [1],
        "1",
        sp.Product(1, (i, k + 1, t)),
        sp.Pow(1, t - k, evaluate=False),
    ],
    ids=str,
)
def test_one_and_the_identity_are_the_same_answer(value):
    assert judged(CELL, value).outcome is Outcome.CORRECT


@pytest.mark.parametrize(
    "value", [0, 2, 1 + 1e-6, -1, np.ones((2, 2)), 2 * np.eye(2), sp.zeros(2), np.nan, np.inf, "0"]
)
def test_other_numbers_and_matrices_are_wrong(value):
    assert judged(CELL, value).outcome is Outcome.INCORRECT


# --- an expression in x ----------------------------------------------------------------------------------

x, u = sp.symbols("x u")
SLOPE = Symbolic(name="sigmoid-slope", answer="sigmoid_slope", reference="exp(-x)/(1+exp(-x))**2")


@pytest.mark.parametrize(
    "value",
    [
        sp.diff(logistic(x), x),
        sp.Derivative(logistic(x), x),
        sp.sech(x / 2) ** 2 / 4,
        sp.Lambda(x, logistic(x) * logistic(-x)),
        2.718281828459045 ** (-x) / (1 + 2.718281828459045 ** (-x)) ** 2,
        logistic(sp.Symbol("x", real=True)) * logistic(-sp.Symbol("x", real=True)),
        "e^(-x)/(1+e^(-x))^2",
        "σ(x)(1 − σ(x))",
        "sigmoid(x) * (1 - sigmoid(x))",
        [logistic(x) * logistic(-x)],
    ],
    ids=str,
)
def test_slope_is_right_in_every_notation(value):
    assert judged(SLOPE, value).outcome is Outcome.CORRECT


@pytest.mark.parametrize(
    "value", [logistic(x), -sp.diff(logistic(x), x), 0.25, "exp(-x)/(1+exp(-x))", sp.tanh(x)], ids=str
)
def test_other_functions_are_wrong(value):
    assert judged(SLOPE, value).outcome is Outcome.INCORRECT


def test_unknown_variable_is_undecided_not_wrong():
    verdict = judged(SLOPE, sp.diff(logistic(u), u))
    assert (verdict.outcome, verdict.suggestion) == (Outcome.UNDECIDED, 1.0)
    assert "u for x" in verdict.feedback


# --- sets ------------------------------------------------------------------------------------------------


@misconception(credit=0.5)
def open_at_the_top():
    """Is the largest slope reached somewhere?"""
    return "(0, 1/4)"


@misconception()
def decimal_slip():
    """How large is σ′(0)? Count the zeros after the point."""
    return "(0, 0.025]"


RANGES = MultiPart(
    name="slope-ranges",
    parts=(
        Symbolic(
            name="sigmoid", answer="sigmoid_range", reference="(0, 1/4]", misconceptions=(open_at_the_top, decimal_slip)
        ),
        Symbolic(name="tanh", answer="tanh_range", reference=sp.Interval.Lopen(0, 1)),
        Symbolic(name="relu", answer="relu_range", reference=sp.FiniteSet(0, 1)),
    ),
)
SIGMOID = RANGES.parts[0]


@pytest.mark.parametrize(
    "values",
    [
        (sp.Interval.Lopen(0, R(1, 4)), sp.Interval.Lopen(0, 1), sp.FiniteSet(0, 1)),
        (sp.Interval.Lopen(0, 0.25), sp.Interval.Lopen(0, 1.0), {0, 1}),
        ("(0, 0.25]", "]0, 1]", "{0, 1}"),
        ("0 < y <= 1/4", sp.And(x > 0, x <= 1), [0, 1]),
        (sp.Union(sp.Interval.open(0, R(1, 4)), sp.FiniteSet(R(1, 4))), "(0,1) ∪ {1}", np.array([0.0, 1.0])),
        (sp.ConditionSet(x, sp.And(x > 0, x <= R(1, 4)), sp.S.Reals), "Interval(0, 1, True)", sp.Range(2)),
    ],
    ids=str,
)
def test_ranges_in_every_notation_are_right(values):
    assert judged(RANGES, *values).outcome is Outcome.CORRECT


def test_three_names_share_the_points_equally():
    verdict = judged(RANGES, "(0, 1/4)", "(0, 1]", sp.Interval(0, 1))
    assert verdict.credit == pytest.approx(0.5)
    assert verdict.misconception == "open at the top"
    assert "relu_range" in verdict.feedback


def test_unreadable_part_makes_the_question_undecided():
    verdict = judged(RANGES, "(0, 1/4]", "(0, 1]", "zero or one")
    assert verdict.outcome is Outcome.UNDECIDED


@pytest.mark.parametrize("slip", ["(0, 0.025]", sp.Interval.Lopen(0, 0.025)], ids=str)
def test_a_decimal_slip_is_named(slip):
    assert judged(SIGMOID, slip).misconception == "decimal slip"


def test_pair_is_undecided_because_its_ends_are_unknown():
    assert judged(SIGMOID, (0, 0.25)).outcome is Outcome.UNDECIDED


@pytest.mark.parametrize(
    "value", [sp.Interval(0, R(1, 4)), "[0, 1/4)", sp.FiniteSet(R(1, 4)), sp.S.EmptySet, 0.25, "ℝ"]
)
def test_wrong_set_is_wrong_and_feedback_reveals_no_end_of_the_right_one(value):
    verdict = judged(SIGMOID, value)
    assert verdict.outcome is Outcome.INCORRECT
    assert "1/4" not in verdict.feedback or "1/4" in str(value)


# --- forms, kinks, definitions, domains ------------------------------------------------------------------


def test_a_required_form_costs_part_of_the_credit():
    question = Symbolic(name="q", answer="p", reference="x**2 + 2*x + 1", form=expanded(credit=0.6))
    assert judged(question, (x + 1) ** 2).credit == 0.6
    assert judged(question, x**2 + 2 * x + 1).credit == 1.0
    assert judged(question, x * (x + 2) + 1).credit == 0.6
    assert judged(question, (x + 2) ** 2).credit == 0.0


def test_form_in_terms_of_sigma_is_recognised():
    s = sp.Symbol("s")
    question = Symbolic(
        name="q",
        answer="slope",
        reference=SLOPE.reference,
        definitions={"s": logistic(x), "sigma": logistic},
        form=in_terms_of("s", "sigma"),
    )
    assert judged(question, s * (1 - s)).credit == 1.0
    assert judged(question, "sigma(x)*(1 - sigma(x))").credit == 1.0
    assert judged(question, sp.diff(logistic(x), x)).credit == 0.5
    assert judged(question, s * (1 + s)).credit == 0.0


def test_kinks_and_domains_are_the_authors_choice():
    relu_slope = sp.Piecewise((1, x > 0), (0, True))
    lenient = Symbolic(name="q", answer="d", reference=relu_slope, at_kinks=False)
    strict = Symbolic(name="q", answer="d", reference=relu_slope)
    assert judged(lenient, sp.Heaviside(x)).outcome is Outcome.CORRECT
    assert judged(strict, sp.Heaviside(x)).feedback == "`d` is not right: at x = 0 it gives 1/2."
    positive = Symbolic(name="q", answer="d", reference="x", symbols={"x": sp.Interval.open(0, sp.oo)})
    assert judged(positive, sp.sqrt(x**2)).outcome is Outcome.CORRECT


# --- values other than formulas ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (Missing("not defined"), Outcome.INCORRECT),
        (Raised("NameError"), Outcome.INCORRECT),
        (Stopped(Stop.TIME), Outcome.INCORRECT),
        (Stopped(Stop.SANDBOX), Outcome.UNDECIDED),
        (Stopped(Stop.BUDGET), Outcome.UNDECIDED),
        (Returned(None), Outcome.INCORRECT),
        (Returned(Opaque("function")), Outcome.UNDECIDED),
        (Returned({"J": 1}), Outcome.UNDECIDED),
        (Returned(b"J"), Outcome.UNDECIDED),
        (Returned([]), Outcome.UNDECIDED),
        (Returned([[1], [1, 2]]), Outcome.UNDECIDED),
        (Returned([[[1]]]), Outcome.UNDECIDED),
        (Returned(np.array(["1"])), Outcome.UNDECIDED),
        (Returned(10**10_000), Outcome.UNDECIDED),
        (Returned([[0] * 101] * 100), Outcome.UNDECIDED),
        (Returned(Expression((("System", "ls"),))), Outcome.UNDECIDED),
        (Returned("__import__('os')"), Outcome.UNDECIDED),
    ],
    ids=lambda value: type(value).__name__,
)
def test_values_that_are_not_formulas_never_raise(answer, outcome):
    assert SLOPE.judge(Response(SLOPE.probes(RNG), (answer,))).outcome is outcome


def test_an_untouched_cell_is_unanswered():
    assert SLOPE.judge(Response(untouched=True)).outcome is Outcome.UNANSWERED
    assert RANGES.judge(Response(untouched=True)).outcome is Outcome.UNANSWERED


@pytest.mark.parametrize(
    "answer", [sp.Pow(10, sp.Pow(10, 9, evaluate=False), evaluate=False), sp.exp(sp.exp(sp.exp(90 + x**2)))]
)
@pytest.mark.parametrize("question", [SLOPE, CELL, POWER, SIGMOID, JACOBIAN], ids=lambda question: question.name)
def test_exploding_value_is_wrong_and_takes_little_time(question, answer):
    assert judged(question, answer).outcome in (Outcome.INCORRECT, Outcome.UNDECIDED)


def test_unreadable_reference_is_a_course_error():
    with pytest.raises(CourseError, match="slope"):
        judged(Symbolic(name="slope", answer="s", reference="1/2x"), x)


def test_question_asks_for_the_value_of_its_name():
    assert [probe.name for probe in RANGES.probes(RNG)] == list(RANGES.names)
    assert all(probe.args is None for probe in RANGES.probes(RNG))
