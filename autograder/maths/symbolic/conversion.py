"""Converts values of any harmless type to SymPy: numbers, arrays, nested lists, containers and text."""

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
class Converted:
    """An unevaluated SymPy object made from a student's value.

    Attributes
    ----------
    expression : Basic
    note : str
        A sentence for the student if the type was unusual, otherwise "".
    is_pair : bool
        The value is two numbers in order, which may stand for an interval.
    """

    expression: sp.Basic
    note: str = ""
    is_pair: bool = False


def to_sympy(value: Any, wanted: Kind, symbols: Collection[str] = ()) -> Converted:
    """Convert a student's value to SymPy, to the wanted kind if that is only a matter of type.

    Parameters
    ----------
    value : object
    wanted : Kind
    symbols : collection of str
        Names of the variables.

    Raises
    ------
    UnreadableError
        If the value does not determine a formula.
    """
    if isinstance(value, np.longdouble | np.clongdouble):  # item() does not convert these to Python numbers
        value = float(value) if isinstance(value, np.longdouble) else complex(value)
    if isinstance(value, np.generic) or (isinstance(value, np.ndarray) and value.ndim == 0):
        value = value.item()
    if isinstance(value, Expression):
        return _convert_expression(read(value), wanted, symbols)
    if isinstance(value, str):
        return Converted(
            _convert_expression(read(parse(value, symbols)), wanted, symbols).expression, "It was given as text."
        )
    if isinstance(value, bool) and wanted is Kind.CONDITION:
        return Converted(sp.true if value else sp.false)
    if isinstance(value, int | float | complex):
        return Converted(_number(value))
    if isinstance(value, np.ndarray):
        if value.size > MAX_ENTRIES or value.dtype.kind not in "biufcO":
            raise UnreadableError("an array that is very large or has no numeric type")
        return _container(value.tolist(), wanted, "NumPy array", symbols)
    if isinstance(value, list | tuple | frozenset | range):
        if isinstance(value, range) and max(abs(value.start), abs(value.stop)) > MAX_ENTRIES:
            raise UnreadableError("a range with very many entries")
        return _container(list(value), wanted, type(value).__name__, symbols)
    name = value.type_name if isinstance(value, Opaque) else type(value).__name__
    raise UnreadableError(f"a value of the type `{identifier(name)}`")


def _convert_expression(expression: sp.Basic, wanted: Kind, symbols: Collection[str]) -> Converted:
    found = kind(expression)
    if wanted is Kind.SET and found is Kind.CONDITION:
        return Converted(sets.from_condition(expression), "It was given as inequalities.")
    if wanted is Kind.SET and isinstance(expression, sp.Tuple):
        return _container(list(expression.args), wanted, "Tuple", ())
    if isinstance(expression, sp.Lambda):
        return Converted(_lambda_body(expression, symbols), "It was given as a function.")
    if wanted is Kind.EXPRESSION and isinstance(expression, sp.MatrixBase) and expression.shape == (1, 1):
        return Converted(expression[0, 0], "It was given as a matrix with one entry.")
    return Converted(expression)


def _lambda_body(function: sp.Lambda, symbols: Collection[str]) -> sp.Basic:
    """The body of a function; if it has one argument, this is renamed to the symbol of the question."""
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


def _container(items: list[Any], wanted: Kind, type_name: str, symbols: Collection[str]) -> Converted:
    if len(items) > MAX_ENTRIES:
        raise UnreadableError("a value with very many entries")
    note = f"It was given as a {type_name}."
    if len(items) == 1 and not isinstance(items[0], list | tuple) and wanted is not Kind.SET:
        return Converted(to_sympy(items[0], wanted, symbols).expression, note)
    if wanted is Kind.SET:
        elements = (_entry(item, symbols) for item in items)
        region = sp.Basic.__new__(sp.FiniteSet, *elements)
        return Converted(region, "" if type_name == "frozenset" else note, len(items) == 2 and type_name != "frozenset")
    rows = [list(row) if isinstance(row, list | tuple) else [row] for row in items]
    if not rows or not rows[0] or len({len(row) for row in rows}) != 1:
        raise UnreadableError("rows of different lengths")
    if len(rows) * len(rows[0]) > MAX_ENTRIES:
        raise UnreadableError("a matrix with very many entries")
    entries = [_entry(entry, symbols) for row in rows for entry in row]
    return Converted(sp.ImmutableDenseMatrix(len(rows), len(rows[0]), entries), note)


def _entry(value: Any, symbols: Collection[str]) -> sp.Basic:
    if isinstance(value, list | tuple):
        raise UnreadableError("an array with more than two axes")
    converted = value if isinstance(value, sp.Basic) else to_sympy(value, Kind.EXPRESSION, symbols).expression
    if kind(converted) is not Kind.EXPRESSION:
        raise UnreadableError("an entry that is not a number")
    return converted
