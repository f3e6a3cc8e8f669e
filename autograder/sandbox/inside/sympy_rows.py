"""The wire format of SymPy values: tables of rows, so that formulas cross the wire without any evaluation.

A table is a sequence of rows, leaves first; the last row is the value. A row is a tuple whose first element is its
head, the name of the SymPy class. The other elements depend on the head:

========================================  ==============================================================
row                                       meaning
========================================  ==============================================================
``("Symbol", name, assumptions)``         name : str; assumptions : dict of str to bool, as in ``assumptions0``
``("Dummy", name, assumptions, index)``   the same with SymPy's dummy index : int
``("Integer", p)``                        p : str, the result of ``hex(p)``, such as ``"-0x1f"``
``("Rational", p, q)``                    the fraction p / q, two such strings
``("Float", sign, m, exponent, prec)``    (-1)**sign * m * 2**exponent with `prec` bits; m such a string, the others int
``("Str", text)``                         a name inside another node, as in a MatrixSymbol
``(constant,)``                           a head of `CONSTANTS`: ``("Pi",)``, ``("Zero",)``, ``("Reals",)``
``("Matrix", rows, cols, i, ...)``        rows * cols references, row by row, for every dense or sparse matrix type
``("AppliedUndef", name, i, ...)``        an undefined function applied to arguments
``(head, i, ...)``                        any other head of `HEADS`: SymPy's ``args`` as references
========================================  ==============================================================

A reference is the int index of an earlier row, so a table is an acyclic graph. Rows may be shared: a table of n rows
can describe a tree of 2**n nodes, so code that builds the tree must limit its size. The small numbers are constants in
SymPy (``Zero``, ``One``, ``NegativeOne``, ``Half``), and ``Interval`` refers to its two ends and then to two
``BooleanTrue`` / ``BooleanFalse`` rows: left open, right open.
"""

from __future__ import annotations

import re
import sys
from typing import Any

from .errors import WireError

Rows = tuple[tuple[Any, ...], ...]

MAX_ROWS = 20_000
MAX_REFERENCES = 100_000
MAX_HEX = 4_096
"""Hexadecimal digits of an integer: 16 384 bits."""
MAX_NAME = 200
MAX_EXPONENT = 100_000
MAX_PRECISION = 4_096

CONSTANTS = frozenset(
    """
    Zero One NegativeOne Half Pi Exp1 ImaginaryUnit Infinity NegativeInfinity ComplexInfinity NaN EulerGamma
    GoldenRatio TribonacciConstant Catalan BooleanTrue BooleanFalse
    EmptySet UniversalSet Naturals Naturals0 Integers Rationals Reals Complexes
    """.split()
)
HEADS = frozenset(
    """
    Add Mul Pow Mod Tuple Dict
    Equality Unequality StrictLessThan LessThan StrictGreaterThan GreaterThan And Or Not Xor Implies Equivalent ITE
    Piecewise ExprCondPair Derivative Integral Sum Product Limit Subs Lambda UnevaluatedExpr
    exp exp_polar log sin cos tan cot sec csc asin acos atan acot asec acsc atan2 sinc
    sinh cosh tanh coth sech csch asinh acosh atanh acoth asech acsch LambertW
    Abs sign re im conjugate arg floor ceiling frac Max Min Heaviside DiracDelta KroneckerDelta
    factorial binomial gamma loggamma digamma polygamma beta erf erfc erfi zeta
    FiniteSet Interval Union Intersection Complement SymmetricDifference ProductSet ImageSet ConditionSet Range Contains
    MatAdd MatMul MatPow HadamardProduct HadamardPower Transpose Inverse Identity ZeroMatrix OneMatrix MatrixSymbol
    MatrixElement DiagMatrix DiagonalMatrix Trace Determinant
    """.split()
)
ASSUMPTIONS = frozenset(
    """
    algebraic antihermitian commutative complex composite even extended_negative extended_nonnegative
    extended_nonpositive extended_nonzero extended_positive extended_real finite hermitian imaginary infinite integer
    irrational negative noninteger nonnegative nonpositive nonzero odd polar positive prime rational real
    transcendental zero
    """.split()
)
_MATRICES = frozenset("MutableDenseMatrix ImmutableDenseMatrix MutableSparseMatrix ImmutableSparseMatrix".split())
_HEX = re.compile(rf"-?0x[0-9a-f]{{1,{MAX_HEX}}}")


class Assumptions(dict[str, bool]):
    """A hashable dict, so that expressions are hashable. Do not change it."""

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(frozenset(self.items()))


class UnsupportedNode(Exception):
    """The value contains a node without a row format; `args[0]` is its type name or a description."""


# --- in the sandbox: encode a SymPy value as rows -----------------------------------------------------------


def is_symbolic(value: object) -> bool:
    """Whether `value` is a SymPy expression, set, boolean or matrix. Calls no method of the value."""
    core = sys.modules.get("sympy.core.basic")
    matrices = sys.modules.get("sympy.matrices.matrixbase")
    kinds = tuple(kind for kind in (getattr(core, "Basic", None), getattr(matrices, "MatrixBase", None)) if kind)
    return issubclass(type(value), kinds)


def to_rows(value: Any) -> list[list[Any]]:
    """Return the rows of a SymPy value. Nodes are compared by identity and exact type, never by their own methods.

    Raises
    ------
    UnsupportedNode
        A node's type has no row format, or the table would be too long.
    """
    rows: list[list[Any]] = []
    index: dict[int, int] = {}
    alive: list[Any] = []  # an id is only unique while its object lives
    stack: list[tuple[Any, list[Any] | None, tuple[Any, ...]]] = [(value, None, ())]
    references = 0
    while stack:
        node, start, children = stack.pop()
        if id(node) in index:
            continue
        if start is None:
            alive.append(node)
            start, children = _split(node)
            references += len(children)
            if len(rows) + len(stack) > MAX_REFERENCES or references > MAX_REFERENCES:
                raise UnsupportedNode("an expression that is too large")
            alive.append(children)
            if children:
                stack.append((node, start, children))
                stack.extend((child, None, ()) for child in reversed(children) if id(child) not in index)
                continue
        index[id(node)] = len(rows)
        rows.append([*start, *(index[id(child)] for child in children)])
        if len(rows) > MAX_ROWS:
            raise UnsupportedNode("an expression that is too large")
    return rows


def _split(node: Any) -> tuple[list[Any], tuple[Any, ...]]:
    """Return the start of a node's row, and the nodes that the rest of the row refers to."""
    kind = type(node)
    name = kind.__name__
    home = kind.__module__ or ""  # the class of an undefined function has none
    if not home.startswith("sympy.") or getattr(sys.modules.get(home), name, None) is not kind:
        if "AppliedUndef" in [base.__name__ for base in kind.__mro__]:
            return ["AppliedUndef", _name(name)], tuple(node.args)
        raise UnsupportedNode(name)
    if name in ("Symbol", "Dummy"):
        assumptions = {
            key: value for key, value in node.assumptions0.items() if key in ASSUMPTIONS and value is not None
        }
        return [name, _name(node.name), assumptions, *([node.dummy_index] if name == "Dummy" else [])], ()
    if name == "Integer":
        return [name, _hex(node.p)], ()
    if name == "Rational":
        return [name, _hex(node.p), _hex(node.q)], ()
    if name == "Float":
        sign, mantissa, exponent, _ = node._mpf_
        return [name, int(sign), _hex(mantissa), int(exponent), int(node._prec)], ()
    if name == "Str":
        return [name, _name(node.name)], ()
    if name in _MATRICES:
        return ["Matrix", int(node.rows), int(node.cols)], tuple(node.flat())
    if name in CONSTANTS:
        return [name], ()
    if name in HEADS:
        return [name], tuple(node.args)
    raise UnsupportedNode(name)


def _name(text: Any) -> str:
    if type(text) is not str or len(text) > MAX_NAME:
        raise UnsupportedNode("a very long name")
    return text.encode("utf-8", "replace").decode()


def _hex(number: Any) -> str:
    number = int(number)
    if number.bit_length() > 4 * MAX_HEX:
        raise UnsupportedNode("a very large integer")
    return hex(number)


# --- in the grader: check rows; nothing is built ----------------------------------------------


def check_rows(rows: object) -> Rows:
    """Check rows against the format above and return them as tuples.

    Raises
    ------
    WireError
        A row is malformed.
    """
    if type(rows) is not list or not 0 < len(rows) <= MAX_ROWS:
        raise WireError("an expression must be a list of rows")
    checked = []
    references = 0
    for here, row in enumerate(rows):
        if type(row) is not list or not row or type(row[0]) is not str:
            raise WireError("a row must be a list that starts with its head")
        references += len(row)
        if references > MAX_REFERENCES + MAX_ROWS:
            raise WireError("too many references")
        checked.append(_check_row(row[0], row[1:], here))
    return tuple(checked)


def _check_row(head: str, rest: list[Any], here: int) -> tuple[Any, ...]:
    if head in CONSTANTS:
        _require(not rest, head)
    elif head in ("Symbol", "Dummy"):
        _require(len(rest) == (2 if head == "Symbol" else 3) and _is_name(rest[0]) and type(rest[1]) is dict, head)
        _require(all(key in ASSUMPTIONS and type(value) is bool for key, value in rest[1].items()), head)
        _require(head == "Symbol" or _is_int(rest[2], -(2**63), 2**63), head)
        return (head, rest[0], Assumptions(rest[1]), *rest[2:])
    elif head == "Integer":
        _require(len(rest) == 1 and _is_hex(rest[0]), head)
    elif head == "Rational":
        _require(len(rest) == 2 and _is_hex(rest[0]) and _is_hex(rest[1]), head)
        _require(int(rest[1], 16) > 0, head)
    elif head == "Float":
        _require(len(rest) == 4 and _is_int(rest[0], 0, 1) and _is_hex(rest[1]), head)
        _require(_is_int(rest[2], -MAX_EXPONENT, MAX_EXPONENT) and _is_int(rest[3], 1, MAX_PRECISION), head)
    elif head == "Str":
        _require(len(rest) == 1 and _is_name(rest[0]), head)
    elif head == "Matrix":
        _require(len(rest) >= 2 and all(_is_int(side, 0, MAX_ROWS) for side in rest[:2]), head)
        _require(rest[0] * rest[1] == len(rest) - 2 and _are_references(rest[2:], here), head)
    elif head == "AppliedUndef":
        _require(len(rest) >= 1 and _is_name(rest[0]) and _are_references(rest[1:], here), head)
    elif head in HEADS:
        _require(_are_references(rest, here), head)
    else:
        raise WireError("unknown head")
    return (head, *rest)


def _require(holds: bool, head: str) -> None:
    if not holds:
        raise WireError(f"malformed {head} row")


def _is_int(value: object, low: int, high: int) -> bool:
    return type(value) is int and low <= value <= high


def _is_name(value: object) -> bool:
    return type(value) is str and len(value) <= MAX_NAME


def _is_hex(value: object) -> bool:
    return type(value) is str and _HEX.fullmatch(value) is not None


def _are_references(values: list[Any], here: int) -> bool:
    return all(_is_int(value, 0, here - 1) for value in values)
