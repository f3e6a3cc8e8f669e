"""Formulas, sets, conditions and matrices are parsed from text by a closed grammar."""

from __future__ import annotations

import pytest
import sympy as sp
from hypothesis import given, settings, strategies as st

from autograder.maths.symbolic.equality import compare
from autograder.maths.symbolic.expression import read
from autograder.maths.symbolic.formula import MAX_LENGTH, parse
from autograder.maths.unreadable import UnreadableError

x, y = sp.symbols("x y")
sigma = sp.Function("σ")
quarter = sp.Rational(1, 4)


def formula(text: str) -> sp.Basic:
    return read(parse(text, ["x", "y"]))


EXPRESSIONS = {
    "exp(-x)/(1+exp(-x))**2": sp.exp(-x) / (1 + sp.exp(-x)) ** 2,
    "e^{-x} / (1 + e^{-x})^2": sp.exp(-x) / (1 + sp.exp(-x)) ** 2,
    "sp.exp(-x)/(1+sympy.exp(-x))**2": sp.exp(-x) / (1 + sp.exp(-x)) ** 2,
    "-x^2": -(x**2),
    "(-x)^2": x**2,
    "2^-x": 2**-x,
    "2^3^2": sp.Integer(512),
    "x - y - 1": x - y - 1,
    "x/y/2": x / (2 * y),
    "x*-y": -x * y,
    "2x(1-x)": 2 * x * (1 - x),
    "x(1-x)^2": x * (1 - x) ** 2,
    "(1+x)(1-x)": 1 - x**2,
    "2 x y": 2 * x * y,
    "x²y": x**2 * y,
    "x⁻¹": 1 / x,
    "¼·x": x / 4,
    "x × y ÷ 2 − 1": x * y / 2 - 1,
    "√(x)": sp.sqrt(x),
    "1.5e-3": sp.Rational(3, 2000),
    ".5x": x / 2,
    "S(1)/4": quarter,
    "Rational(1, 4)": quarter,
    "ln(x) + arctan(x)": sp.log(x) + sp.atan(x),
    "max(0, x)": sp.Max(0, x),
    "1 - tanh(x)²": 1 - sp.tanh(x) ** 2,
    "π": sp.pi,
}


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_formulas_have_their_mathematical_value(text):
    assert compare(formula(text), EXPRESSIONS[text], {"x": sp.Interval.open(0, sp.oo)}).equal


def test_undefined_function_is_kept():
    assert formula("σ(x)(1-σ(x))") == sp.Mul(sigma(x), 1 - sigma(x), evaluate=False)


SETS = {
    "(0, 1/4]": sp.Interval.Lopen(0, quarter),
    "( 0 ; 0.25 ]": sp.Interval.Lopen(0, quarter),
    "]0, ¼]": sp.Interval.Lopen(0, quarter),
    "]0, 1[": sp.Interval.open(0, 1),
    "[0, 1[": sp.Interval.Ropen(0, 1),
    "[0, 1]": sp.Interval(0, 1),
    "(-oo, 1)": sp.Interval.open(-sp.oo, 1),
    "(−∞, ∞)": sp.S.Reals,
    "ℝ": sp.S.Reals,
    "∅": sp.S.EmptySet,
    "{0, 1}": sp.FiniteSet(0, 1),
    "{1/2}": sp.FiniteSet(sp.S.Half),
    "(0, 1) ∪ {1}": sp.Interval.Lopen(0, 1),
    "(0,1) U (1,2)": sp.Interval.open(0, 2) - sp.FiniteSet(1),
    "{0} or {1}": sp.FiniteSet(0, 1),
    "Interval(0, 1/4, True, False)": sp.Interval.Lopen(0, quarter),
    "sp.Interval.Lopen(0, Rational(1, 4))": sp.Interval.Lopen(0, quarter),
    "Union(Interval.open(0, 1), FiniteSet(1))": sp.Interval.Lopen(0, 1),
}


@pytest.mark.parametrize("text", SETS)
def test_sets_have_their_mathematical_elements(text):
    assert compare(formula(text), SETS[text]).equal


def test_chains_of_inequalities_are_conditions():
    assert (
        formula("0 < y ≤ 1/4") == sp.And(y > 0, y <= quarter)
        or compare(formula("0 < y ≤ 1/4"), sp.And(y > 0, y <= quarter)).equal
    )


def test_lists_of_rows_are_matrices():
    assert formula("[[1, x], [y, 2]]") == sp.ImmutableMatrix([[1, x], [y, 2]])
    assert formula("Matrix([[1, x], [y, 2]])") == sp.ImmutableMatrix([[1, x], [y, 2]])
    assert formula("Matrix([x, y])") == sp.ImmutableMatrix([x, y])


AMBIGUOUS_OR_FOREIGN = [
    "",
    "   ",
    "1/2x",
    "1/x(1-x)",
    "2 3",
    "x = 2",
    "x +",
    "((x)",
    "x.real",
    "__import__('os').system('id')",
    "lambda: 0",
    "[x for x in y]",
    "exp",
    "Matrix(3)",
    "[1, 2, 3]",
    "[[1, 2], [3]]",
    "Interval(0, 1, 2, 3)",
    "Interval(0)",
    "eval(x)(y)(",
    "x\x00y",
    "'x'",
    "x" * (MAX_LENGTH + 1),
    "(" * 500 + "x" + ")" * 500,
    "2^" * 200 + "x",
    "9" * 100,
]


@pytest.mark.parametrize("text", AMBIGUOUS_OR_FOREIGN, ids=lambda text: text[:30])
def test_malformed_and_ambiguous_formulas_are_unreadable(text):
    if text == "exp":
        assert formula(text) == sp.Symbol("exp")
        return
    with pytest.raises(UnreadableError):
        formula(text)


@settings(max_examples=300)
@given(st.text(alphabet="xy01.^*+-/()[]{},;<>=≤²√∪∞eσ sqrtexpInterval", max_size=40))
def test_random_text_is_read_or_unreadable(text):
    try:
        value = formula(text)
    except UnreadableError:
        return
    assert isinstance(value, sp.Basic)


numbers = st.integers(0, 20).map(sp.Integer)
leaves = st.one_of(st.just(x), st.just(y), numbers)
trees = st.recursive(
    leaves,
    lambda below: st.one_of(
        st.tuples(below, below).map(lambda two: two[0] + two[1]),
        st.tuples(below, below).map(lambda two: two[0] - two[1]),
        st.tuples(below, below).map(lambda two: two[0] * two[1]),
        st.tuples(below, st.integers(1, 3)).map(lambda two: two[0] ** two[1]),
        below.map(sp.exp),
    ),
    max_leaves=8,
)


@settings(deadline=None)
@given(trees)
def test_printed_sympy_expression_is_read_back_unchanged(expression):
    back = formula(str(expression))
    assert back == expression or compare(back, expression).relation != "different"
