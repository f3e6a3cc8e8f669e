"""The questions of `activations`: right answers in every notation, named misconceptions, and undecided answers."""

from dataclasses import replace
from fractions import Fraction
from types import FunctionType

import numpy as np
import pytest
import sympy as sp
from sympy.calculus.util import function_range

from autograder.assignments.training import activations
from autograder.model import Outcome, Response
from autograder.questions.multi_part import MultiPart
from autograder.questions.numeric import Numeric
from tests.answers import ask, judge
from tests.source.questions import QUESTIONS

R = sp.Rational
x, y, z = sp.symbols("x y z")
real = sp.Symbol("x", real=True)
dummy = sp.Dummy("x")
sigmoid = 1 / (1 + sp.exp(-x))

RIGHT_SLOPES = {
    "d_sigmoid": lambda z: np.exp(-z) / (1 + np.exp(-z)) ** 2,
    "d_tanh": lambda z: 1 - np.tanh(z) ** 2,
    "d_relu": lambda z: np.where(z > 0, 1.0, 0.0),
}
RIGHT_RANGES = {
    "sigmoid_range": sp.Interval.Lopen(0, R(1, 4)),
    "tanh_range": sp.Interval.Lopen(0, 1),
    "relu_range": sp.FiniteSet(0, 1),
}


def flat(questions):
    for question in questions:
        yield from flat(question.parts) if isinstance(question, MultiPart) else (question,)


PARTS = {part.name: part for part in flat(activations.questions)}
MISTAKES = [(part, wrong) for part in PARTS.values() for wrong in getattr(part, "misconceptions", ())]

each_mistake = pytest.mark.parametrize(
    ("part", "wrong"), MISTAKES, ids=[f"{part.name}: {wrong.name}" for part, wrong in MISTAKES]
)


def simplified():
    return sp.simplify(sp.diff(sigmoid, x))


def range_of_sigmoid():
    return function_range(sigmoid.subs(x, real) * (1 - sigmoid.subs(x, real)), real, sp.S.Reals)


def range_of_tanh():
    return function_range(1 / sp.cosh(real) ** 2, real, sp.S.Reals)


def made(value):
    """Return a value, or what a function returns: some take seconds, which should not be spent on collecting tests."""
    return value() if isinstance(value, FunctionType) else value


def label(value):
    """Return the same name for a value in every process."""
    if isinstance(value, set):
        return f"{{{', '.join(sorted(map(str, value)))}}}"
    return value.__name__ if isinstance(value, FunctionType) else str(value)


def given(part, wrong):
    return wrong.wrong if isinstance(part, Numeric) else wrong.wrong()


def test_the_questions_are_those_of_the_notebook_in_its_order():
    asked = {question.name: question.names for question in activations.questions}
    wanted = {
        name: tuple(call.split("(")[0] for call in names) for name, (_, names) in QUESTIONS["activations"].items()
    }
    assert list(asked.items()) == list(wanted.items())


# --- misconceptions --------------------------------------------------------------------------------------


@each_mistake
def test_no_other_misconception_explains_all_of_a_wrong_answer(part, wrong):
    others = [other for other in part.misconceptions if other is not wrong]
    verdict = judge(replace(part, misconceptions=tuple(others)), given(part, wrong))
    assert verdict.feedback not in [other.hint for other in others]


@each_mistake
def test_a_hint_asks_a_question_and_earns_at_most_half(part, wrong):
    assert "?" in wrong.hint
    assert 0 <= wrong.credit <= 0.5
    assert len(wrong.hint) < 300


@pytest.mark.parametrize("part", PARTS.values(), ids=PARTS)
def test_the_names_of_a_parts_misconceptions_differ(part):
    names = [wrong.name for wrong in getattr(part, "misconceptions", ())]
    assert len(names) == len(set(names))


# --- slopes ----------------------------------------------------------------------------------------------


def by_hand(slope):
    return lambda z: np.array([slope(each) for each in z.ravel()]).reshape(z.shape)


@pytest.mark.parametrize(
    ("name", "function"),
    [
        ("d_sigmoid", lambda z: 1 / (1 + np.exp(-z)) * (1 - 1 / (1 + np.exp(-z)))),
        ("d_sigmoid", lambda z: 1 / (4 * np.cosh(z / 2) ** 2)),
        ("d_sigmoid", lambda z: 1 / (2 + np.exp(z) + np.exp(-z))),
        ("d_sigmoid", lambda z: (RIGHT_SLOPES["d_sigmoid"](z)).tolist()),
        ("d_tanh", lambda z: 1 / np.cosh(z) ** 2),
        ("d_tanh", lambda z: 4 / (np.exp(z) + np.exp(-z)) ** 2),
        ("d_tanh", lambda z: (1 + np.tanh(z)) * (1 - np.tanh(z))),
        ("d_relu", lambda z: (z > 0).astype(int)),
        ("d_relu", lambda z: z > 0),
        ("d_relu", lambda z: np.heaviside(z, 0.5)),
        ("d_relu", lambda z: (np.sign(z) + 1) / 2),
        ("d_relu", by_hand(lambda each: 1 if each > 0 else 0)),
        ("d_relu", by_hand(lambda each: Fraction(1) if each > 0 else Fraction(0))),
    ],
)
@pytest.mark.parametrize("seed", range(3))
def test_slopes_are_right_in_many_notations(name, function, seed):
    assert judge(PARTS[name], function, seed).outcome is Outcome.CORRECT


def test_the_three_slopes_share_the_points_equally():
    two = {**RIGHT_SLOPES, "d_tanh": lambda z: 1 - np.tanh(z)}
    verdict = activations.slopes.judge(ask(activations.slopes, two))
    assert verdict.credit == pytest.approx(2 / 3)
    assert verdict.misconception == "square of tanh missing"
    del two["d_tanh"]
    assert activations.slopes.judge(ask(activations.slopes, two)).credit == pytest.approx(2 / 3)
    assert activations.slopes.judge(ask(activations.slopes, RIGHT_SLOPES)).outcome is Outcome.CORRECT


def test_slopes_of_vectors_alone_earn_half():
    function = by_hand(lambda each: np.exp(-each) / (1 + np.exp(-each)) ** 2)
    verdict = judge(PARTS["d_sigmoid"], lambda z: function(z) if z.ndim == 1 else function(z[0]))
    assert verdict.credit == 0.5
    assert activations.TWO_AXES in verdict.feedback


def test_arguments_are_as_the_notebook_promises():
    for seed in range(20):
        for probe in activations.slopes.probes(np.random.default_rng(seed)):
            (array,) = probe.args
            assert 0.1 <= np.abs(array).min() <= np.abs(array).max() <= 20
        for probe in activations.slope_bound.probes(np.random.default_rng(seed)):
            assert probe.args[0] in activations.NAMES
            assert 1 <= probe.args[1] <= 300


# --- the slope as a formula ------------------------------------------------------------------------------

named = [sp.Function(name) for name in ("sigma", "sigmoid", "logistic", "σ")]


@pytest.mark.parametrize(
    "value",
    [
        sp.exp(-x) / (1 + sp.exp(-x)) ** 2,
        sp.exp(x) / (1 + sp.exp(x)) ** 2,
        sigmoid * (1 - sigmoid),
        sigmoid - sigmoid**2,
        sp.diff(sigmoid, x),
        simplified,
        sp.expand(sp.diff(sigmoid, x)),
        sp.factor(sp.diff(sigmoid, x)),
        sp.Derivative(sigmoid, x),
        sp.Derivative(sp.log(1 + sp.exp(x)), (x, 2)),
        sp.Subs(sp.Derivative(1 / (1 + sp.exp(-y)), y), y, x),
        1 / (4 * sp.cosh(x / 2) ** 2),
        1 / (2 + 2 * sp.cosh(x)),
        sp.sech(x / 2) ** 2 / 4,
        0.25 * sp.sech(x / 2) ** 2,
        R(1, 4) - sp.tanh(x / 2) ** 2 / 4,
        ((1 + sp.tanh(x / 2)) / 2).diff(x),
        1 / (sp.exp(x / 2) + sp.exp(-x / 2)) ** 2,
        1.0 * sp.exp(-x) / (1.0 + sp.exp(-x)) ** 2.0,
        np.e ** (-x) / (1 + np.e ** (-x)) ** 2,
        sp.Mul(sigmoid, 1 - sigmoid, evaluate=False),
        sp.parse_expr("exp(-x)/(1+exp(-x))**2", evaluate=False),
        sp.exp(-sp.Abs(x)) / (1 + sp.exp(-sp.Abs(x))) ** 2,
        sp.Piecewise((sigmoid * (1 - sigmoid), x > 0), (sp.exp(x) / (1 + sp.exp(x)) ** 2, True)),
        *(s(x) * (1 - s(x)) for s in named),
        named[0](x) * named[0](-x),
        named[1](x).diff(x),
        (1 / (1 + sp.exp(-real))).diff(real),
        (1 / (1 + sp.exp(-sp.Symbol("x", positive=True)))).diff(sp.Symbol("x", positive=True)),
        (1 / (1 + sp.exp(-dummy))).diff(dummy),
        sp.UnevaluatedExpr(sigmoid) * (1 - sp.UnevaluatedExpr(sigmoid)),
        sp.Derivative(sp.UnevaluatedExpr(sigmoid), x),
        sp.Lambda(x, sigmoid * (1 - sigmoid)),
        sp.Lambda(y, sp.exp(-y) / (1 + sp.exp(-y)) ** 2),
        sp.Matrix([sigmoid * (1 - sigmoid)]),
        [sigmoid * (1 - sigmoid)],
        np.array(sigmoid * (1 - sigmoid)),
        "exp(-x)/(1+exp(-x))**2",
        "e^(-x)/(1+e^(-x))^2",
        "1/(1+exp(-x)) * (1 - 1/(1+exp(-x)))",
        "sigma(x)*(1-sigma(x))",
        "σ(x)(1−σ(x))",
        "sp.exp(-x)/(1+sp.exp(-x))**2",
        "1/(4*cosh(x/2)**2)",
    ],
    ids=label,
)
def test_the_slope_may_be_written_in_many_ways(value):
    assert judge(activations.sigmoid_slope, made(value)).outcome is Outcome.CORRECT


@pytest.mark.parametrize(
    "value",
    [
        sigmoid * (1 + sigmoid),
        sp.exp(-x) / (1 + sp.exp(x)) ** 2,
        sp.exp(-x) / (1 - sp.exp(-x)) ** 2,
        sp.exp(-x) / (1 + sp.exp(-x)) ** 3,
        sp.exp(-(x**2)) / (1 + sp.exp(-(x**2))) ** 2,
        sigmoid * (1 - sigmoid) + R(1, 10**6),
        1.000001 * sigmoid * (1 - sigmoid),
        1.1 * sigmoid * (1 - sigmoid),
        sigmoid * (1 - sigmoid) + sp.I / 10,
        sigmoid * (1 - sigmoid) + sp.Heaviside(x - 50),
        sp.Piecewise((sigmoid * (1 - sigmoid), x > 0), (0, True)),
        sp.sech(x / 2) ** 2,
        1 / (4 * sp.cosh(x) ** 2),
        1 / (sp.exp(x) + sp.exp(-x)),
        sp.log(1 + sp.exp(x)),
        sp.tanh(x),
        sp.exp(-x),
        named[0](x) * (1 + named[0](x)),
        sp.Lambda(y, x * sp.exp(-y) / (1 + sp.exp(-y)) ** 2),
        0,
        R(1, 4),
        "exp(-x)/(1+exp(-x))^3",
        True,
        None,
        sp.nan,
        sp.oo,
        sp.zoo,
        sp.FiniteSet(sigmoid * (1 - sigmoid)),
        [sigmoid, 1 - sigmoid],
        x > 0,
    ],
    ids=label,
)
def test_a_wrong_slope_is_never_right(value):
    verdict = judge(activations.sigmoid_slope, value)
    assert verdict.credit in (0.0, None)
    assert verdict.suggestion is None


@pytest.mark.parametrize(("symbol", "right"), [("z", True), ("X", True), ("t", False)])
def test_unknown_symbol_is_undecided_not_wrong(symbol, right):
    s = 1 / (1 + sp.exp(-sp.Symbol(symbol)))
    verdict = judge(activations.sigmoid_slope, s * (1 - s) if right else s)
    assert verdict.outcome is Outcome.UNDECIDED
    assert verdict.suggestion == (1.0 if right else None)
    assert f"uses {symbol}" in verdict.feedback


@pytest.mark.parametrize(
    "value", [lambda x: x, sp.Function("S")(x) * (1 - sp.Function("S")(x)), r"\frac{e^{-x}}{(1+e^{-x})^2}", {x: 1}]
)
def test_unreadable_answers_are_undecided(value):
    assert judge(activations.sigmoid_slope, value).outcome is Outcome.UNDECIDED


# --- ranges ----------------------------------------------------------------------------------------------

quarter = R(1, 4)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("sigmoid", sp.Interval.Lopen(0, 0.25)),
        ("sigmoid", sp.Interval(0, 0.25, True)),
        ("sigmoid", sp.Interval(0, quarter, left_open=True, right_open=False)),
        ("sigmoid", sp.Interval.Lopen(np.float64(0), np.float64(0.25))),
        ("sigmoid", sp.Interval.Lopen(0, Fraction(1, 4))),
        ("sigmoid", sp.Interval.Lopen(0, sp.UnevaluatedExpr(1) / 4)),
        ("sigmoid", sp.Interval.Lopen(0, sp.Pow(2, -2, evaluate=False))),
        ("sigmoid", sp.Interval.Lopen(sp.N(0), sp.N(quarter, 50))),
        ("sigmoid", sp.Union(sp.Interval.open(0, 0.25), sp.FiniteSet(0.25))),
        ("sigmoid", sp.Union(sp.Interval.open(0, quarter), sp.FiniteSet(quarter), evaluate=False)),
        ("sigmoid", sp.Union(sp.Interval.Lopen(0, R(1, 8)), sp.Interval(R(1, 8), quarter))),
        ("sigmoid", sp.Complement(sp.Interval(0, quarter), sp.FiniteSet(0), evaluate=False)),
        ("sigmoid", sp.Intersection(sp.Interval.open(0, sp.oo), sp.Interval(-sp.oo, quarter), evaluate=False)),
        ("sigmoid", sp.ConditionSet(y, (y > 0) & (y <= quarter), sp.S.Reals)),
        ("sigmoid", sp.ConditionSet(y, y > 0, sp.Interval(0, quarter))),
        ("sigmoid", (y > 0) & (y <= quarter)),
        ("sigmoid", sp.And(y > 0, y <= 0.25)),
        ("sigmoid", range_of_sigmoid),
        ("sigmoid", "(0, 1/4]"),
        ("sigmoid", "(0, 0.25]"),
        ("sigmoid", "(0; 0.25]"),
        ("sigmoid", "]0, 1/4]"),
        ("sigmoid", "0 < y <= 1/4"),
        ("sigmoid", "0 < y ≤ 1/4"),
        ("sigmoid", "Interval.Lopen(0, Rational(1, 4))"),
        ("tanh", sp.Interval(0, 1.0, True)),
        ("tanh", sp.Interval(0, 1) - sp.FiniteSet(0)),
        ("tanh", sp.Union(sp.Interval.open(0, 1), sp.FiniteSet(1))),
        ("tanh", range_of_tanh),
        ("tanh", (y > 0) & (y <= 1)),
        ("tanh", "(0, 1]"),
        ("relu", {0, 1}),
        ("relu", {0.0, 1.0}),
        ("relu", {Fraction(0), Fraction(1)}),
        ("relu", {sp.S.Zero, sp.S.One}),
        ("relu", {np.int64(0), np.float64(1)}),
        ("relu", [0, 1]),
        ("relu", (1, 0)),
        ("relu", [0, 1, 1]),
        ("relu", range(2)),
        ("relu", np.array([0.0, 1.0])),
        ("relu", sp.Range(2)),
        ("relu", sp.FiniteSet(sp.UnevaluatedExpr(0), 1)),
        ("relu", sp.Union(sp.FiniteSet(0), sp.FiniteSet(1), evaluate=False)),
        ("relu", sp.Eq(y, 0) | sp.Eq(y, 1)),
        ("relu", sp.Complement(sp.Interval(0, 1), sp.Interval.open(0, 1), evaluate=False)),
        ("relu", "{0, 1}"),
    ],
    ids=label,
)
def test_a_range_may_be_written_in_many_ways(name, value):
    assert judge(PARTS[f"{name}-range"], made(value)).outcome is Outcome.CORRECT


@pytest.mark.parametrize(
    ("name", "value", "misconception"),
    [
        ("sigmoid", sp.Interval.open(0, 0.25), "quarter not reached"),
        ("sigmoid", "(0, 1/4)", "quarter not reached"),
        ("sigmoid", (y > 0) & (y < quarter), "quarter not reached"),
        ("sigmoid", sp.Interval.Lopen(0, 0.025), "decimal slip"),
        ("sigmoid", "(0, 0.025]", "decimal slip"),
        ("sigmoid", "(0, 0.025)", "decimal slip not reached"),
        ("sigmoid", "0 <= y <= 0.25", "zero reached"),
        ("sigmoid", sp.Interval.Ropen(0, 0.25), "ends exchanged"),
        ("sigmoid", "(0, 1)", "values of sigmoid"),
        ("sigmoid", sp.Interval.Lopen(0, 0.249999), None),
        ("sigmoid", sp.Interval.Lopen(0, 0.2500001), None),
        ("sigmoid", sp.Interval.Lopen(0, 2.5), None),
        ("sigmoid", sp.Interval.Lopen(0, quarter) - sp.FiniteSet(R(1, 8)), None),
        ("sigmoid", sp.Union(sp.Interval.Lopen(0, quarter), sp.FiniteSet(1)), None),
        ("sigmoid", y <= quarter, None),
        ("sigmoid", {0, 0.25}, None),
        ("sigmoid", [0, 0.1, 0.2, 0.25], None),
        ("sigmoid", 0.25, None),
        ("sigmoid", sp.S.EmptySet, None),
        ("sigmoid", sp.S.Reals, None),
        ("sigmoid", True, None),
        ("sigmoid", None, None),
        ("tanh", "(0, 1)", "one not reached"),
        ("tanh", sp.Interval(0, 1), "zero reached"),
        ("tanh", "(-1, 1)", "values of tanh"),
        ("tanh", {0, 1}, None),
        ("relu", sp.Interval(0, 1), "interval for two values"),
        ("relu", "[0, 1]", "interval for two values"),
        ("relu", "(0, 1]", "interval like the others"),
        ("relu", {1}, "flat part forgotten"),
        ("relu", {0, 0.5, 1}, "slope at the kink"),
        ("relu", {-1, 1}, "slope of the absolute value"),
        ("relu", {0, 1, 2}, None),
        ("relu", {0.0, 0.99999999}, None),
        ("relu", sp.Range(3), None),
        ("relu", 1, None),
    ],
    ids=label,
)
def test_wrong_range_is_never_right_and_named_if_known(name, value, misconception):
    verdict = judge(PARTS[f"{name}-range"], value)
    assert verdict.outcome in (Outcome.INCORRECT, Outcome.PARTIAL)
    assert verdict.misconception == misconception
    assert (verdict.outcome is Outcome.PARTIAL) <= (misconception is not None)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("sigmoid", (0, 0.25)),
        ("sigmoid", [0, 0.25]),
        ("sigmoid", sp.Tuple(0, quarter)),
        ("sigmoid", sp.ImageSet(sp.Lambda(x, sigmoid * (1 - sigmoid)), sp.S.Reals)),
        ("sigmoid", {"low": 0, "high": 0.25}),
        ("relu", sp.ImageSet(sp.Lambda(x, sp.Heaviside(x)), sp.S.Reals)),
        ("relu", sp.ConditionSet(y, sp.Eq(y * (y - 1), 0), sp.S.Reals)),
    ],
    ids=label,
)
def test_unknown_range_is_undecided(name, value):
    assert judge(PARTS[f"{name}-range"], value).outcome is Outcome.UNDECIDED


def ranges(**change):
    question = activations.slope_ranges
    return question.judge(ask(question, {**RIGHT_RANGES, **change}))


def test_the_ranges_share_the_points_equally():
    assert ranges().outcome is Outcome.CORRECT
    assert ranges(relu_range=sp.Interval(0, 1)).credit == pytest.approx(2 / 3)
    assert ranges(sigmoid_range=sp.Interval.open(0, quarter)).credit == pytest.approx((0.5 + 1 + 1) / 3)
    assert ranges(sigmoid_range=sp.Interval.Lopen(0, 0.025)).credit == pytest.approx(2 / 3)


def test_one_unreadable_range_makes_the_question_undecided():
    assert ranges(sigmoid_range=(0, 0.25)).outcome is Outcome.UNDECIDED


# --- the bound -------------------------------------------------------------------------------------------

LARGEST = {"sigmoid": 0.25, "tanh": 1, "relu": 1}


def in_a_loop(name, depth):
    product = 1.0
    for _ in range(depth):
        product *= LARGEST[name]
    return product


@pytest.mark.parametrize(
    "function",
    [
        in_a_loop,
        lambda name, depth: LARGEST[name] ** depth,
        lambda name, depth: 4.0**-depth if name == "sigmoid" else 1,
        lambda name, depth: np.exp(depth * np.log(LARGEST[name])),
        lambda name, depth: Fraction(LARGEST[name]) ** depth,
        lambda name, depth: R(LARGEST[name]) ** depth,
        lambda name, depth: np.array([np.prod([LARGEST[name]] * depth)]),
    ],
)
def test_bounds_are_right_in_many_notations(function):
    assert judge(activations.slope_bound, function).outcome is Outcome.CORRECT


def test_a_vanishing_bound_is_not_zero():
    verdict = judge(activations.slope_bound, lambda name, depth: round(LARGEST[name] ** depth, 12))
    assert verdict.outcome is Outcome.INCORRECT


# --- feedback ---------------------------------------------------------------------------------


@pytest.mark.parametrize("question", [activations.slope_plot, activations.explanation], ids=lambda q: q.name)
def test_plot_and_explanation_need_manual_grading(question):
    assert question.judge(Response(text="plt.plot(z, np.tanh(z))")).outcome is Outcome.UNDECIDED
    assert question.judge(Response(text="", untouched=True)).outcome is Outcome.UNANSWERED
