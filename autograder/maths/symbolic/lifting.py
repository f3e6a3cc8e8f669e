"""Values of every harmless dress become SymPy objects: numbers, arrays, lists of lists, containers, text."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
import sympy as sp

from autograder.maths.symbolic import sets
from autograder.maths.symbolic.equality import Kind, kind
from autograder.maths.symbolic.expression import MAX_BITS, read
from autograder.maths.symbolic.formula import parse
from autograder.maths.symbolic.meaning import substitute
from autograder.maths.unreadable import UnreadableError
from autograder.model import Expression, Opaque
from autograder.text import identifier

MAX_ENTRIES = 10_000


@dataclass(frozen=True)
class Lifted:
    """A SymPy object, unevaluated, and what was unusual about the value it was made of ("" if nothing)."""

    expression: sp.Basic
    dress: str = ""
    pair: bool = False
    """Two numbers in order, which some people write for an interval."""


def lift(value: Any, wanted: Kind, symbols: Collection[str] = ()) -> Lifted:
    """Make a SymPy object of what a student's code gave, of the wanted kind where that is only a matter of dress.

    Raises
    ------
    UnreadableError
        There is no telling which formula the value stands for.
    """
    if isinstance(value, np.longdouble | np.clongdouble):  # these stay NumPy's own when they leave it
        value = float(value) if isinstance(value, np.longdouble) else complex(value)
    if isinstance(value, np.generic) or (isinstance(value, np.ndarray) and value.ndim == 0):
        value = value.item()
    if isinstance(value, Expression):
        return _dressed(read(value), wanted, symbols)
    if isinstance(value, str):
        return Lifted(_dressed(read(parse(value, symbols)), wanted, symbols).expression, "It was read from a text.")
    if isinstance(value, bool) and wanted is Kind.CONDITION:
        return Lifted(sp.true if value else sp.false)
    if isinstance(value, int | float | complex):
        return Lifted(_number(value))
    if isinstance(value, np.ndarray):
        if value.size > MAX_ENTRIES or value.dtype.kind not in "biufcO":
            raise UnreadableError("an array that is very large or holds no numbers")
        return _container(value.tolist(), wanted, "NumPy array", symbols)
    if isinstance(value, list | tuple | frozenset | range):
        if isinstance(value, range) and max(abs(value.start), abs(value.stop)) > MAX_ENTRIES:
            raise UnreadableError("a range with very many entries")
        return _container(list(value), wanted, type(value).__name__, symbols)
    name = value.type_name if isinstance(value, Opaque) else type(value).__name__
    raise UnreadableError(f"a value of the type `{identifier(name)}`")


def _dressed(expression: sp.Basic, wanted: Kind, symbols: Collection[str]) -> Lifted:
    found = kind(expression)
    if wanted is Kind.SET and found is Kind.CONDITION:
        return Lifted(sets.from_condition(expression), "It was read from inequalities.")
    if wanted is Kind.SET and isinstance(expression, sp.Tuple):
        return _container(list(expression.args), wanted, "Tuple", ())
    if isinstance(expression, sp.Lambda):
        return Lifted(_body(expression, symbols), "It came as a function.")
    if wanted is Kind.EXPRESSION and isinstance(expression, sp.MatrixBase) and expression.shape == (1, 1):
        return Lifted(expression[0, 0], "It came as a matrix with one entry.")
    return Lifted(expression)


def _body(function: sp.Lambda, symbols: Collection[str]) -> sp.Basic:
    """What a function gives; its argument is called as the question calls it, where there is only one."""
    variables, body = function.args
    if len(variables.args) == len(symbols) == 1:
        (name,) = symbols
        if sp.Symbol(name) not in body.free_symbols:
            return substitute(body, {variables.args[0]: sp.Symbol(name)})
    return body


def _number(value: complex) -> sp.Basic:
    if isinstance(value, complex):
        return sp.Add(_number(value.real), sp.Mul(_number(value.imag), sp.I, evaluate=False), evaluate=False)
    if isinstance(value, int):
        if int(value).bit_length() > MAX_BITS:
            raise UnreadableError("a number is too large")
        return sp.Integer(value)
    if not math.isfinite(value):
        return sp.nan if math.isnan(value) else sp.oo if value > 0 else sp.S.NegativeInfinity
    return sp.Float(value)


def _container(items: list[Any], wanted: Kind, dress: str, symbols: Collection[str]) -> Lifted:
    if len(items) > MAX_ENTRIES:
        raise UnreadableError("a value with very many entries")
    note = f"It came as a {dress}."
    if len(items) == 1 and not isinstance(items[0], list | tuple) and wanted is not Kind.SET:
        return Lifted(lift(items[0], wanted, symbols).expression, note)
    if wanted is Kind.SET:
        elements = (_entry(item, symbols) for item in items)
        region = sp.Basic.__new__(sp.FiniteSet, *elements)
        return Lifted(region, "" if dress == "frozenset" else note, len(items) == 2 and dress != "frozenset")
    rows = [list(row) if isinstance(row, list | tuple) else [row] for row in items]
    if not rows or not rows[0] or len({len(row) for row in rows}) != 1:
        raise UnreadableError("rows of different lengths")
    if len(rows) * len(rows[0]) > MAX_ENTRIES:
        raise UnreadableError("a matrix with very many entries")
    entries = [_entry(entry, symbols) for row in rows for entry in row]
    return Lifted(sp.ImmutableDenseMatrix(len(rows), len(rows[0]), entries), note)


def _entry(value: Any, symbols: Collection[str]) -> sp.Basic:
    if isinstance(value, list | tuple):
        raise UnreadableError("an array with more than two axes")
    lifted = value if isinstance(value, sp.Basic) else lift(value, Kind.EXPRESSION, symbols).expression
    if kind(lifted) is not Kind.EXPRESSION:
        raise UnreadableError("an entry that is no number")
    return lifted
