"""The whitelist of supported SymPy classes ("heads"), and how to build each without evaluation.

A student's `10**10**9` is harmless unless it is evaluated. Constructors of SymPy simplify, compare and determine
signs, so each head is built with `evaluate=False` or with `Basic.__new__`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import sympy as sp
from sympy.core.symbol import Str
from sympy.functions.elementary.piecewise import ExprCondPair
from sympy.logic.boolalg import Boolean

from autograder.maths.unreadable import UnreadableError

MAX_RANGE = 1_000

Builder = Callable[..., sp.Basic]

CONSTANTS: Mapping[str, sp.Basic] = {
    "Zero": sp.S.Zero,
    "One": sp.S.One,
    "NegativeOne": sp.S.NegativeOne,
    "Half": sp.S.Half,
    "Pi": sp.pi,
    "Exp1": sp.E,
    "ImaginaryUnit": sp.I,
    "EulerGamma": sp.EulerGamma,
    "GoldenRatio": sp.GoldenRatio,
    "Infinity": sp.oo,
    "NegativeInfinity": sp.S.NegativeInfinity,
    "ComplexInfinity": sp.zoo,
    "NaN": sp.nan,
    "BooleanTrue": sp.true,
    "BooleanFalse": sp.false,
    "true": sp.true,
    "false": sp.false,
    "EmptySet": sp.S.EmptySet,
    "UniversalSet": sp.S.UniversalSet,
    "Reals": sp.S.Reals,
    "Naturals": sp.S.Naturals,
    "Naturals0": sp.S.Naturals0,
    "Integers": sp.S.Integers,
    "Rationals": sp.S.Rationals,
}

FUNCTIONS = frozenset(
    """
    exp log sin cos tan cot sec csc sinh cosh tanh coth sech csch asin acos atan acot atan2 asinh acosh atanh acoth
    erf erfc gamma loggamma factorial binomial Abs sign Heaviside floor ceiling re im conjugate arg KroneckerDelta
    """.split()
)
_SIGNATURES: Mapping[str, str] = {
    "E+": "Add Mul Max Min",
    "E*": "FiniteSet",
    "EE": "Pow Mod Equality Unequality StrictLessThan LessThan StrictGreaterThan GreaterThan ZeroMatrix OneMatrix",
    "E": "UnevaluatedExpr Identity",
    "B+": "And Or",
    "B": "Not",
    "BBB": "ITE",
    "P+": "Piecewise",
    "EB": "ExprCondPair",
    "EEBB": "Interval",
    "EEE": "Range",
    "S+": "Union Intersection",
    "SS": "Complement SymmetricDifference",
    "EBS": "ConditionSet",
    ".*": "Tuple",
    "TE": "Lambda",
    "ET+": "Derivative",
    "ET": "Sum Product",
    "ETT": "Subs",
    "M+": "MatAdd HadamardProduct",
    "[EM]*M[EM]*": "MatMul",
    "ME": "MatPow",
    "ME?": "Inverse",
    "M": "Transpose DiagMatrix DiagonalMatrix Determinant Trace",
    "MEE": "MatrixElement",
    "NEE": "MatrixSymbol",
    "E{1,3}": " ".join(sorted(FUNCTIONS)),
}
"""Regular expression for the arguments of each head, with one letter per argument (see `_letter`)."""
_TAKES = {head: re.compile(signature) for signature, heads in _SIGNATURES.items() for head in heads.split()}


class Subs(sp.Expr):
    """An expression with values for some symbols, like that of SymPy, except that different values are never equal."""

    is_commutative = True


def _letter(node: sp.Basic) -> str:
    kinds = (
        ("M", sp.MatrixBase | sp.MatrixExpr),
        ("S", sp.Set),
        ("P", ExprCondPair),
        ("T", sp.Tuple),
        ("N", Str),
        ("E", sp.Expr),
        ("B", Boolean),
    )
    return next((letter for letter, kind in kinds if isinstance(node, kind)), "?")


def _unevaluated(cls: Any) -> Builder:
    return lambda *args: cls(*args, evaluate=False)


def _node(cls: Any) -> Builder:
    return lambda *args: sp.Basic.__new__(cls, *args)


def _pair(expression: sp.Basic, condition: sp.Basic) -> sp.Basic:
    return sp.Tuple.__new__(ExprCondPair, expression, condition)


def _subs(expression: sp.Basic, variables: sp.Basic, values: sp.Basic) -> sp.Basic:
    if len(variables.args) != len(values.args) or {*map(_letter, values.args)} - {"E"}:
        raise UnreadableError("a substitution without a value for each symbol")
    return sp.Basic.__new__(Subs, expression, _symbols(variables), values)


def _limited(cls: Any) -> Builder:
    """A builder for sums and products over one index with two bounds."""

    def builder(body: sp.Basic, limits: sp.Basic) -> sp.Basic:
        if "".join(map(_letter, limits.args)) != "EEE" or not isinstance(limits.args[0], sp.Symbol):
            raise UnreadableError("a sum or product without an index and two bounds")
        return sp.Basic.__new__(cls, body, limits)

    return builder


def _lambda(variables: sp.Basic, expression: sp.Basic) -> sp.Basic:
    return sp.Basic.__new__(sp.Lambda, _symbols(variables), expression)


def _symbols(variables: sp.Basic) -> sp.Basic:
    if not all(isinstance(variable, sp.Symbol) for variable in variables.args):
        raise UnreadableError("a variable that is not a symbol")
    return variables


def _range(start: sp.Basic, stop: sp.Basic, step: sp.Basic) -> sp.Basic:
    if not all(isinstance(end, sp.Integer) and abs(end) <= MAX_RANGE for end in (start, stop, step)) or step == 0:
        raise UnreadableError("a range that is not finite and small")
    return sp.Basic.__new__(sp.FiniteSet, *map(sp.Integer, range(int(start), int(stop), int(step))))


def _class(name: str) -> Any:
    for module in (sp, sp.matrices.expressions.matexpr, sp.matrices.expressions.diagonal):
        if hasattr(module, name):
            return getattr(module, name)
    raise LookupError(name)


_BUILDERS: Mapping[str, Builder] = {
    **{name: _node(_class(name)) for name in _TAKES if name != "ExprCondPair"},
    **{name: _unevaluated(_class(name)) for name in ("Add", "Mul", "Pow", *FUNCTIONS)},
    "ExprCondPair": _pair,
    "Subs": _subs,
    "Sum": _limited(sp.Sum),
    "Product": _limited(sp.Product),
    "Lambda": _lambda,
    "Range": _range,
}


def build(head: str, args: tuple[sp.Basic, ...]) -> sp.Basic:
    """Build the unevaluated node with this head.

    Raises
    ------
    UnreadableError
        If the head is not supported, or does not take these arguments.
    """
    if head in CONSTANTS and not args:
        return CONSTANTS[head]
    if head not in _TAKES:
        raise UnreadableError(f"{head} is not supported")
    if not _TAKES[head].fullmatch("".join(map(_letter, args))):
        raise UnreadableError(f"{head} does not take these arguments")
    try:
        return _BUILDERS[head](*args)
    except UnreadableError:
        raise
    except Exception as error:  # SymPy refuses in many ways: TypeError, ValueError, ShapeError, SympifyError ...
        raise UnreadableError(f"{head} does not take these arguments") from error


def rebuild(node: sp.Basic, args: tuple[sp.Basic, ...]) -> sp.Basic:
    """The same node with other arguments, unevaluated."""
    if isinstance(node, sp.MatrixBase):
        return sp.ImmutableDenseMatrix(node.rows, node.cols, list(args))
    if isinstance(node, sp.core.function.AppliedUndef):
        return node.func(*args)
    return build(type(node).__name__, args)


def children(node: sp.Basic) -> tuple[sp.Basic, ...]:
    """The arguments of a node; for an explicit matrix, its entries in row-major order."""
    return tuple(node.flat()) if isinstance(node, sp.MatrixBase) else node.args
