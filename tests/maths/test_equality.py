"""Comparison of formulas: equal, different with a counterexample, or undecided, but never wrong."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy as sp
from hypothesis import given, settings, strategies as st

from autograder.maths.symbolic.equality import Relation, Stage, compare
from autograder.maths.symbolic.evaluate import evaluate
from autograder.maths.symbolic.proof import proves_equal

x, y, n = sp.symbols("x y n")
R = sp.Rational
logistic = 1 / (1 + sp.exp(-x))
slope = sp.exp(-x) / (1 + sp.exp(-x)) ** 2
tower = sp.Pow(10, sp.Pow(10, sp.Pow(10, 10, evaluate=False), evaluate=False), evaluate=False)

SAME = [
    (logistic * (1 - logistic), slope),
    (1 / (4 * sp.cosh(x / 2) ** 2), slope),
    ((1 - sp.tanh(x / 2) ** 2) / 4, slope),
    (1 / (2 + sp.exp(x) + sp.exp(-x)), slope),
    (sp.diff(logistic, x), slope),
    ((x + 1) ** 2, x**2 + 2 * x + 1),
    ((x**2 - 1) / (x - 1), x + 1),
    (sp.sin(x) ** 2 + sp.cos(x) ** 2, sp.S.One),
    (sp.sqrt(x**2), sp.Abs(x)),
    (sp.Max(x, y), (x + y + sp.Abs(x - y)) / 2),
    (sp.Max(0, x), sp.Piecewise((0, x < 0), (x, True))),
    (sp.Product(1, (n, 1, y)), sp.S.One),
    (sp.Sum(n, (n, 1, 4)), sp.Integer(10)),
    (sp.UnevaluatedExpr(x) - x, sp.S.Zero),
    (sp.sqrt(2) * sp.sqrt(3), sp.sqrt(6)),
    (sp.log(sp.exp(x)), x),
    (sp.And(x > 0, x <= 1), sp.And(x <= 1, x > 0)),
]
NOT_SAME = [
    (logistic * (1 + logistic), slope),
    (-slope, slope),
    (slope + R(1, 10**30), slope),
    (sp.S.One + R(1, 10**300), sp.S.One),
    (sp.sqrt(x**2), x),
    (sp.log(x**2), 2 * sp.log(-x)),
    (sp.Heaviside(x), sp.Piecewise((1, x > 0), (0, True))),
    (sp.Piecewise((1, x >= 0), (0, True)), sp.Piecewise((1, x > 0), (0, True))),
    (sp.Piecewise((x, x < 1000), (0, True)), x),
    (sp.Piecewise((5, sp.Eq(x, 7)), (x, True)), x),
    (sp.Piecewise((5, sp.Eq(x * y, 6)), (x, True)), x),
    (sp.Max(x, y), sp.Piecewise((x, x > y), (y, x < y), (0, True))),
    (sp.Piecewise((1, (x - 2) ** 2 > 0), (0, True)), sp.S.One),
    (sp.nan, sp.S.One),
    (sp.zoo, sp.S.One),
    (1 / sp.Mul(x, 0, evaluate=False), sp.S.One),
    (x > 0, x >= 0),
    (sp.pi, R(355, 113)),
    (sp.exp(sp.pi * sp.sqrt(163)), sp.Integer(262537412640768744)),
]


@pytest.mark.parametrize(("actual", "desired"), SAME, ids=str)
def test_equivalent_formulas_are_equal(actual, desired):
    assert compare(actual, desired).relation is Relation.EQUAL
    assert compare(desired, actual).relation is Relation.EQUAL


@pytest.mark.parametrize(("actual", "desired"), NOT_SAME, ids=str)
def test_slightly_different_formulas_are_different(actual, desired):
    assert compare(actual, desired).relation is Relation.DIFFERENT


def test_difference_reports_a_point_and_the_actual_value():
    found = compare(x**2, x**3)
    point = found.point["x"]
    assert found.stage is Stage.POINTS
    assert found.value == point**2 != point**3


def test_values_at_kinks_count_only_if_requested():
    left, right = sp.Heaviside(x), sp.Piecewise((1, x > 0), (0, True))
    assert compare(left, right, at_kinks=False).equal
    assert compare(left, right).point == {"x": 0}
    assert not compare(-left, right, at_kinks=False).equal


def test_functions_are_compared_on_their_domain():
    positive = {"x": sp.Interval.open(0, sp.oo)}
    assert compare(sp.sqrt(x**2), x, positive).equal
    assert compare(sp.log(x**2), 2 * sp.log(x), positive).equal
    assert not compare(sp.log(x**2), 2 * sp.log(-x), positive).equal
    assert compare(sp.Abs(sp.cos(sp.pi * n)), sp.S.One, {"n": sp.S.Integers}).equal
    assert compare(sp.Max(x, 1), sp.S.One, {"x": sp.Interval(-3, 1)}).equal
    assert not compare(sp.Max(x, 1), sp.S.One, {"x": sp.Interval(-3, 2)}).equal


def test_incomputable_formulas_are_undecided():
    assert compare(tower, tower + 1).relation is Relation.UNDECIDED
    assert compare(sp.exp(sp.exp(sp.exp(x**2 + 90))), x).relation is Relation.UNDECIDED
    assert compare(sp.Sum(n, (n, 1, 10**9)), sp.S.One).relation is Relation.UNDECIDED
    assert compare(sp.Tuple(1, 2), sp.Tuple(1, 2, 3)).relation is Relation.UNDECIDED


def test_kind_and_shape_are_compared_before_values():
    square, tall = sp.ImmutableMatrix([[1, x], [y, 2]]), sp.ImmutableMatrix([1, x])
    assert compare(square, x).stage is Stage.KIND
    assert compare(sp.FiniteSet(1), sp.S.One).stage is Stage.KIND
    assert compare(tall, square).stage is Stage.SHAPE
    assert "2 × 1 instead of 2 × 2" in compare(tall, square).detail


def test_first_different_matrix_entry_is_reported():
    left = sp.ImmutableMatrix([[1, x], [y, 2]])
    assert compare(left, sp.ImmutableMatrix([[1, x], [y + 1, 3]])).entry == (2, 1)


def test_matrix_expressions_are_compared_by_value():
    matrix = sp.ImmutableMatrix([[R(58, 100), R(24, 100)], [R(24, 100), R(72, 100)]])
    vectors, values = matrix.diagonalize()
    unevaluated = sp.MatMul(vectors, sp.MatPow(values, 30), sp.Inverse(vectors))
    assert compare(unevaluated, sp.ImmutableMatrix(matrix**30)).equal
    assert not compare(sp.MatMul(vectors, sp.MatPow(values, 30)), sp.ImmutableMatrix(matrix**30)).equal
    assert compare(sp.Transpose(matrix), matrix).equal
    assert compare(sp.HadamardProduct(matrix, matrix), matrix.applyfunc(lambda v: v**2)).equal


def test_rounded_numbers_are_equal_within_the_tolerance_only():
    near = Fraction(1, 10**9)
    assert compare(x * (1 + R(1, 10**10)), x, rtol=near).equal
    assert not compare(x * (1 + R(1, 10**8)), x, rtol=near).equal
    assert not compare(sp.S.Zero, R(1, 10**20), rtol=near).equal


SETS = {
    "same": [
        (sp.Interval.Lopen(0, R(1, 4)), sp.Union(sp.Interval.open(0, R(1, 4)), sp.FiniteSet(R(1, 4)))),
        (sp.Interval.open(0, 2) - sp.FiniteSet(1), sp.Union(sp.Interval.open(0, 1), sp.Interval.open(1, 2))),
        (sp.Interval(0, sp.sqrt(2)), sp.Interval(0, sp.Pow(8, R(1, 2)) / 2)),
        (sp.Interval(-sp.oo, sp.oo), sp.S.Reals),
        (sp.FiniteSet(1, 0), sp.FiniteSet(0, 1)),
        (sp.Intersection(sp.Interval(0, 2), sp.Interval(1, 3), evaluate=False), sp.Interval(1, 2)),
        (sp.ConditionSet(x, sp.And(x > 0, x <= 1), sp.S.Reals), sp.Interval.Lopen(0, 1)),
    ],
    "different": [
        (sp.Interval(0, R(1, 4)), sp.Interval.Lopen(0, R(1, 4))),
        (sp.Interval.open(0, 1), sp.Interval.Lopen(0, 1)),
        (sp.Interval(0, 1), sp.FiniteSet(0, 1)),
        (sp.FiniteSet(0), sp.FiniteSet(0, 1)),
        (sp.S.EmptySet, sp.FiniteSet(0)),
        (sp.S.Reals, sp.Interval.open(0, sp.oo)),
        (sp.Interval(0, sp.sqrt(2)), sp.Interval(0, R(141421356, 10**8))),
    ],
}


@pytest.mark.parametrize(("actual", "desired"), SETS["same"], ids=str)
def test_sets_with_the_same_elements_are_equal(actual, desired):
    assert compare(actual, desired).equal


@pytest.mark.parametrize(("actual", "desired"), SETS["different"], ids=str)
def test_sets_with_different_elements_are_different(actual, desired):
    assert compare(actual, desired).relation is Relation.DIFFERENT


def test_sets_other_than_unions_of_intervals_are_undecided():
    image = sp.ImageSet(sp.Lambda(x, x**2), sp.S.Integers)
    assert compare(image, sp.S.Integers).relation is Relation.UNDECIDED


@pytest.mark.parametrize("pair", [(logistic * (1 - logistic), slope), ((x + y) ** 3, sp.expand((x + y) ** 3))], ids=str)
def test_rational_functions_of_exponentials_are_proved_equal(pair):
    assert proves_equal(*pair)
    assert not proves_equal(pair[0] + 1, pair[1])


def test_arithmetic_is_exact_until_a_function_is_evaluated():
    assert evaluate((x + R(1, 3)) ** 20, {"x": Fraction(1, 7)}, 10) == Fraction(10, 21) ** 20


# --- properties ------------------------------------------------------------------------------------------

positive = st.integers(1, 5).map(sp.Integer)
leaves = st.one_of(st.just(x), st.just(y), positive, st.just(sp.exp(-x)), st.just(sp.tanh(y)))
trees = st.recursive(
    leaves,
    lambda below: st.one_of(
        st.tuples(below, below).map(lambda two: two[0] + two[1]),
        st.tuples(below, below).map(lambda two: two[0] * two[1]),
        below.map(lambda one: 1 / (1 + one**2)),
        below.map(lambda one: one**2 - x),
    ),
    max_leaves=6,
)
REWRITES = [
    sp.expand,
    sp.together,
    lambda e: e.rewrite(sp.exp),
    lambda e: sp.Mul(2, sp.Mul(sp.S.Half, e, evaluate=False), evaluate=False),
    lambda e: sp.Add(e, x, -x, evaluate=False),
    lambda e: sp.Pow(sp.Pow(e, 3, evaluate=False), R(1, 1), evaluate=False) / sp.Pow(e, 2, evaluate=False),
]
MUTANTS = [
    lambda e: e + 1,
    lambda e: e + sp.exp(-50),
    lambda e: e + x / 10**6,
    lambda e: e + sp.Max(0, x - 4),
    lambda e: e + sp.exp(-(x**2)) * y,
]


@settings(deadline=None)
@given(trees, st.sampled_from(REWRITES))
def test_equivalent_rewrites_are_never_different(expression, rewrite):
    if expression != 0:
        assert compare(rewrite(expression), expression).relation is not Relation.DIFFERENT


@settings(deadline=None)
@given(trees, st.sampled_from(MUTANTS))
def test_mutated_formulas_are_never_equal(expression, mutate):
    assert compare(mutate(expression), expression).relation is Relation.DIFFERENT
