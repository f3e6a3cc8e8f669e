"""Node tables become SymPy objects without evaluation."""

from __future__ import annotations

import pytest
import sympy as sp
from hypothesis import given, strategies as st

from autograder.maths.symbolic.equality import compare
from autograder.maths.symbolic.expression import MAX_DEPTH, read
from autograder.maths.symbolic.meaning import intended_fraction, is_safe_to_simplify, resolve
from autograder.maths.unreadable import UnreadableError
from autograder.model import Expression
from tests.maths.crossing import cross

x, y = sp.symbols("x y")
ONE_OF_EACH = [
    sp.exp(-x) / (1 + sp.exp(-x)) ** 2,
    sp.Matrix([[x, sp.sin(y)], [0, sp.Rational(-7, 3)]]),
    sp.Interval.Lopen(0, sp.Rational(1, 4)),
    sp.Union(sp.FiniteSet(0, 1), sp.Interval.open(2, sp.oo)),
    sp.Complement(sp.S.Reals, sp.FiniteSet(0)),
    sp.Piecewise((0, x < 0), (1, True)),
    sp.And(x > 0, sp.Or(y < 1, sp.Ne(x, y))),
    sp.Derivative(sp.tanh(x), x),
    sp.MatPow(sp.ImmutableMatrix([[1, 2], [3, 4]]), 30),
    sp.Inverse(sp.ImmutableMatrix([[1, 2], [3, 4]])),
    sp.Identity(sp.Symbol("n")),
    sp.MatrixSymbol("W", 2, 2)[0, 1],
    sp.Product(1, (x, 1, y)),
    sp.Max(0, x) + sp.Abs(y) - sp.Heaviside(x) + sp.sign(x),
    sp.pi * sp.E * sp.I + sp.sqrt(2) + sp.Float("1e-30"),
    sp.true,
    sp.nan,
    sp.zoo,
    sp.S.EmptySet,
    sp.Tuple(0, 1),
]


@pytest.mark.parametrize("value", ONE_OF_EACH, ids=str)
def test_expressions_survive_the_sandbox_boundary(value):
    assert read(cross(value)) == (value.as_immutable() if isinstance(value, sp.MatrixBase) else value)


def test_symbols_keep_their_names_and_lose_their_assumptions():
    assert read(cross(sp.Symbol("x", positive=True))) == x


@pytest.mark.parametrize("number", [0.25, -1.5e-300, 3.0, 2.0**70])
def test_floats_keep_every_bit(number):
    assert float(read(cross(sp.Float(number)))) == number


def test_tower_of_powers_is_read_without_evaluation():
    tower = sp.Pow(10, sp.Pow(10, 9, evaluate=False), evaluate=False)
    assert read(cross(tower)) == tower


def test_table_that_unfolds_to_a_huge_tree_is_refused():
    doubling = [("Symbol", "x", {}), *(("Add", i, i) for i in range(60))]
    with pytest.raises(UnreadableError, match="too large"):
        read(Expression(tuple(doubling)))


def test_too_deep_table_is_refused():
    nested = [("Symbol", "x", {}), *(("exp", i) for i in range(MAX_DEPTH + 1))]
    with pytest.raises(UnreadableError, match="too large"):
        read(Expression(tuple(nested)))


MALFORMED = [
    (),
    ((),),
    (("Add", 0),),
    (("Integer", "7"), ("Add", 0, 1)),
    (("Integer", "7"), ("Add", 0, -1)),
    (("Integer", "7"), ("Add", 0, True)),
    (("Integer", 7),),
    (("Integer", "0x" + "f" * 10_000),),
    (("Integer",),),
    (("Rational", "1", "0"),),
    (("Float", 0, "1", 10**9, 53),),
    (("Float", 0, "1", 0, 0),),
    (("Symbol", ""),),
    (("Symbol", "x\u202e\n"),),
    (("Symbol", 3),),
    (("Matrix",),),
    (("Integer", "1"), ("Matrix", 2, 2, 0)),
    (("BooleanTrue",), ("Matrix", 1, 1, 0)),
    (("BooleanTrue",), ("Add", 0, 0)),
    (("BooleanTrue",), ("AppliedUndef", "f", 0)),
    (("Integer", "1"), ("exp", 0, 0, 0)),
    (("System", "ls"),),
    (("__class__",),),
    (("Integer", "1"), ("Range", 0, 0)),
    (("Integer", "ffffff"), ("Zero",), ("One",), ("Range", 1, 0, 2)),
    ("Zero",),
    (7,),
]


@pytest.mark.parametrize("rows", MALFORMED, ids=repr)
def test_malformed_tables_raise_unreadable_error(rows):
    with pytest.raises(UnreadableError):
        read(Expression(rows))


HEADS = [
    "Add",
    "Mul",
    "Pow",
    "exp",
    "Interval",
    "FiniteSet",
    "And",
    "Matrix",
    "Derivative",
    "Tuple",
    "Subs",
    "Piecewise",
]
HEADS += [
    "ExprCondPair",
    "MatPow",
    "MatMul",
    "StrictLessThan",
    "Sum",
    "Max",
    "Symbol",
    "Integer",
    "Half",
    "Float",
    "Str",
]
cells = st.one_of(st.integers(-2, 9), st.sampled_from(["1", "-0x3", "x", ""]), st.none(), st.booleans())
tables = st.lists(st.tuples(st.sampled_from(HEADS), st.lists(cells, max_size=4)), max_size=8)


@given(tables)
def test_garbage_is_unreadable_or_can_be_compared(table):
    rows = (("Symbol", "x", {}), ("Integer", "0x2"), ("Zero",), *((head, *rest) for head, rest in table))
    try:
        value = resolve(read(Expression(rows)))
    except UnreadableError:
        return
    assert not compare(value, sp.Symbol("an answer")).equal


@pytest.mark.parametrize(
    ("number", "fraction"),
    [(0.25, "1/4"), (0.1 + 0.2, "3/10"), (1 / 3, "1/3"), (0.015260, "763/50000"), (1e-30, "1e-30"), (0.0, "0")],
)
def test_floats_become_the_intended_fraction(number, fraction):
    assert intended_fraction(sp.Float(number)) == sp.Rational(fraction)


@pytest.mark.parametrize("exponent", [-2000, 2000])
def test_floats_outside_the_range_of_doubles_become_their_exact_fraction(exponent):
    assert intended_fraction(sp.Float(2) ** exponent) == sp.Integer(2) ** exponent


def test_expressions_that_grow_are_not_safe_to_simplify():
    assert is_safe_to_simplify(sp.exp(-x) / (1 + x) ** 3)
    assert not is_safe_to_simplify(sp.Pow(10, sp.Pow(10, 9, evaluate=False), evaluate=False) + x)
    assert not is_safe_to_simplify((1 + x) ** 10_000)
    assert not is_safe_to_simplify(sp.factorial(x))


def test_derivative_by_a_non_symbol_is_unreadable():
    with pytest.raises(UnreadableError):
        resolve(read(Expression((("Symbol", "x", {}), ("One",), ("Tuple", 1, 1), ("Derivative", 0, 2)))))
