"""The whitelist: which SymPy heads we understand, and how each is built without evaluating anything.

A student's `10**10**9` is harmless as long as nobody multiplies it out. SymPy's constructors simplify, compare and ask
about signs, so every head here is made by a constructor that is told not to, or by `Basic.__new__`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import sympy as sp
from sympy.functions.elementary.piecewise import ExprCondPair

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
_NODES = frozenset(
    """
    Equality Unequality StrictLessThan LessThan StrictGreaterThan GreaterThan And Or Not Xor ITE
    Interval FiniteSet Union Intersection Complement SymmetricDifference ConditionSet
    Tuple Lambda UnevaluatedExpr Derivative Sum Product Piecewise Max Min Mod
    MatAdd MatMul MatPow Inverse Transpose Identity ZeroMatrix OneMatrix HadamardProduct DiagMatrix DiagonalMatrix
    Determinant Trace MatrixElement MatrixSymbol
    """.split()
)


def _unevaluated(cls: Any) -> Builder:
    return lambda *args: cls(*args, evaluate=False)


def _node(cls: Any) -> Builder:
    return lambda *args: sp.Basic.__new__(cls, *args)


def _pair(expression: sp.Basic, condition: sp.Basic) -> sp.Basic:
    return sp.Tuple.__new__(ExprCondPair, expression, condition)


def _subs(expression: sp.Basic, variables: sp.Basic, values: sp.Basic) -> sp.Basic:
    node = sp.Basic.__new__(sp.Subs, expression, variables, values)
    node._expr = expression  # SymPy keeps a second copy, in which it has renamed the variables
    return node


def _range(start: sp.Basic, stop: sp.Basic, step: sp.Basic) -> sp.Basic:
    if not all(isinstance(end, sp.Integer) and abs(end) <= MAX_RANGE for end in (start, stop, step)) or step == 0:
        raise UnreadableError("a range that is not finite and small")
    return sp.Basic.__new__(sp.FiniteSet, *map(sp.Integer, range(int(start), int(stop), int(step))))


def _class(name: str) -> Any:
    for module in (sp, sp.matrices.expressions.matexpr, sp.matrices.expressions.diagonal):
        if hasattr(module, name):
            return getattr(module, name)
    raise LookupError(name)


HEADS: Mapping[str, Builder] = {
    **{name: _unevaluated(_class(name)) for name in ("Add", "Mul", "Pow", *FUNCTIONS)},
    **{name: _node(_class(name)) for name in _NODES},
    "ExprCondPair": _pair,
    "Subs": _subs,
    "Range": _range,
}


def build(head: str, args: tuple[sp.Basic, ...]) -> sp.Basic:
    """The unevaluated node with this head.

    Raises
    ------
    UnreadableError
        The head is not on the list, or does not take these arguments.
    """
    if head in CONSTANTS and not args:
        return CONSTANTS[head]
    builder = HEADS.get(head)
    if builder is None:
        raise UnreadableError(f"{head} is not something that is read here")
    try:
        return builder(*args)
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
    """The arguments of a node; the entries of an explicit matrix, row by row."""
    return tuple(node.flat()) if isinstance(node, sp.MatrixBase) else node.args
