"""Converts a table of nodes from the sandbox into a SymPy object without evaluating anything.

A row is a tuple: the class name of the node in SymPy, followed by its contents. Leaves are `("Symbol", name,
{assumption: bool})`, `("Integer", hex)`, `("Rational", hex, hex)`, `("Float", sign, hex mantissa, exponent,
precision)` and constants such as `("Pi",)` and `("Half",)`; all other rows refer to earlier rows by index.
`("Matrix", rows, cols, *entries)` is an explicit matrix, `("AppliedUndef", name, *arguments)` an undefined function.
The last row is the whole value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import sympy as sp
from mpmath.libmp import from_man_exp
from sympy.core.symbol import Str

from autograder.maths.symbolic.heads import build
from autograder.maths.unreadable import UnreadableError
from autograder.model import Expression

MAX_ROWS = 20_000
MAX_NODES = 50_000
"""Nodes of the unfolded tree. Because rows may be shared, it can be exponentially larger than the table."""
MAX_DEPTH = 100
MAX_BITS = 20_000
MAX_NAME = 200


def read(expression: Expression) -> sp.Basic:
    """The unevaluated SymPy object of a table. Symbols keep their names but not their assumptions.

    Raises
    ------
    UnreadableError
        If a row is malformed or unknown, or the table is too large.
    """
    rows = expression.nodes
    if not rows or len(rows) > MAX_ROWS:
        raise UnreadableError("the expression is empty" if not rows else "the expression is too large")
    made = _NodeTable()
    for row in rows:
        made.add(row)
    return made.nodes[-1]


class _NodeTable:
    """The nodes read so far, with the size and depth of the tree below each."""

    def __init__(self) -> None:
        self.nodes: list[sp.Basic] = []
        self.sizes: list[int] = []
        self.depths: list[int] = []

    def add(self, row: Any) -> None:
        if not isinstance(row, tuple | list) or not row or not isinstance(row[0], str):
            raise UnreadableError("a row of the expression is malformed")
        head, *rest = row
        if head in _LEAVES:
            self._keep(_leaf(head, rest), ())
        elif head == "Matrix":
            self._matrix(rest)
        elif head == "AppliedUndef":
            self._function(rest)
        else:
            below = self._references(rest)
            self._keep(build(head, tuple(self.nodes[i] for i in below)), below)

    def _matrix(self, rest: list[Any]) -> None:
        if len(rest) < 2:
            raise UnreadableError("a matrix has no shape")
        rows, cols, *entries = rest
        below = self._references(entries)
        if _natural(rows) * _natural(cols) != len(below):
            raise UnreadableError("a matrix has entries that do not fill its shape")
        cells = [self.nodes[i] for i in below]
        if not all(isinstance(cell, sp.Expr) for cell in cells):
            raise UnreadableError("a matrix has entries other than expressions")
        self._keep(sp.ImmutableDenseMatrix(rows, cols, cells), below)

    def _function(self, rest: list[Any]) -> None:
        name, *references = rest if rest else ("",)
        below = self._references(references)
        args = tuple(self.nodes[i] for i in below)
        if not all(isinstance(arg, sp.Expr) for arg in args):
            raise UnreadableError("a function of something other than an expression")
        self._keep(sp.Function(_name(name))(*args, evaluate=False), below)

    def _references(self, rest: list[Any]) -> tuple[int, ...]:
        if not all(_natural(i) < len(self.nodes) for i in rest):
            raise UnreadableError("a row refers to a later row")
        return tuple(rest)

    def _keep(self, node: sp.Basic, below: tuple[int, ...]) -> None:
        size = 1 + sum(self.sizes[i] for i in below)
        depth = 1 + max((self.depths[i] for i in below), default=0)
        if size > MAX_NODES or depth > MAX_DEPTH:
            raise UnreadableError("the expression is too large")
        self.nodes.append(node)
        self.sizes.append(size)
        self.depths.append(depth)


def _natural(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise UnreadableError("a row of the expression is malformed")
    return value


def _name(value: Any) -> str:
    if not isinstance(value, str) or not value or len(value) > MAX_NAME or not value.isprintable():
        raise UnreadableError("a name is empty, too long or not printable")
    return value


def _integer(value: Any) -> int:
    if not isinstance(value, str) or len(value) > MAX_BITS // 4 + 3:
        raise UnreadableError("a number is too large")
    try:
        return int(value, 16)
    except ValueError as error:
        raise UnreadableError("a number is malformed") from error


def _rational(numerator: Any, denominator: Any) -> sp.Basic:
    below = _integer(denominator)
    if below == 0:
        raise UnreadableError("a fraction has the denominator 0")
    return sp.Rational(_integer(numerator), below)


def _float(sign: Any, mantissa: Any, exponent: Any, precision: Any) -> sp.Basic:
    if not isinstance(exponent, int) or abs(exponent) > MAX_BITS or not 1 <= _natural(precision) <= MAX_BITS:
        raise UnreadableError("a number is too large")
    value = from_man_exp(abs(_integer(mantissa)) * (-1 if _natural(sign) else 1), exponent)
    return sp.Float._new(value, precision, zero=False)


def _symbol(name: Any, assumptions: Any = None, index: Any = None) -> sp.Basic:
    return sp.Symbol(_name(name))


_LEAVES: Mapping[str, Callable[..., sp.Basic]] = {
    "Symbol": _symbol,
    "Dummy": _symbol,
    "Integer": lambda value: sp.Integer(_integer(value)),
    "Rational": _rational,
    "Float": _float,
    "Str": lambda name: Str(_name(name)),
}


def _leaf(head: str, rest: list[Any]) -> sp.Basic:
    try:
        return _LEAVES[head](*rest)
    except TypeError as error:
        raise UnreadableError("a row of the expression is malformed") from error
