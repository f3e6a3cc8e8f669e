"""Converts lists, scalars, SymPy numbers and other numeric values to one float64 array, and notes what was unusual.

The input is not trusted: lists may be huge, ragged or deeply nested, integers may have a million digits, arrays may
hold text. A value that is not an array of numbers becomes `Unfit`, with the reason in words.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.maths.symbolic.evaluate import evaluate
from autograder.maths.symbolic.expression import read
from autograder.maths.symbolic.numbers import NoValueError
from autograder.maths.unreadable import UnreadableError
from autograder.model import Expression, Opaque
from autograder.text import identifier

Floats = NDArray[np.float64]

MAX_ENTRIES = 50_000
MAX_AXES = 8
MAX_ROWS = 20_000
"""Total number of rows of all SymPy expressions in one value."""
DIGITS = 25

_FLOATS = {4: "float32", 2: "float16"}


@dataclass(frozen=True)
class Tensor:
    """An array of numbers.

    Attributes
    ----------
    values : ndarray of float64
        The real parts.
    imaginary : ndarray of float64 or None
        The imaginary parts; None if the numbers have a real type.
    conversions : tuple of str
        What was unusual about the value, each completing "they were given as ...".
    single : bool
        The numbers were computed in single precision.
    """

    values: Floats
    imaginary: Floats | None = None
    conversions: tuple[str, ...] = ()
    single: bool = False


@dataclass(frozen=True)
class Unfit:
    """A value of the wrong kind; `reason` completes "it is ..."."""

    reason: str


def tensor(value: object) -> Tensor | Unfit:
    """Read an array of numbers, or a number.

    Parameters
    ----------
    value : object
        A value from the sandbox: an array, nested lists or tuples, a number of any type, a SymPy number or a matrix of
        numbers.
    """
    if isinstance(value, np.ndarray | np.generic) and value.dtype.kind in "biufc":
        return _from_numpy(np.asarray(value))
    if isinstance(value, np.ndarray) and value.dtype.kind != "O":
        return Unfit(kind_of(value))
    with np.errstate(all="ignore"):
        return _from_python(value)


def kind_of(value: object) -> str:
    """Describe the kind of a value in words for the student; names that a student chose are reduced to identifiers."""
    match value:
        case None:
            return "None"
        case str():
            return "a text"
        case bool() | int() | float() | complex() | np.number() | np.bool_():
            return "a number"
        case np.ndarray():
            return "an array" if value.dtype.kind in "biufcO" else "an array that does not hold numbers"
        case dict():
            return "a dict"
        case set() | frozenset():
            return "a set"
        case list() | tuple() | range():
            return f"a {type(value).__name__}"
        case Expression():
            return "a SymPy object"
        case Opaque(type_name=name):
            return f"a value of the type `{identifier(name)}`"
    return f"a value of the type `{identifier(type(value).__name__)}`"


def _from_numpy(array: NDArray[Any]) -> Tensor | Unfit:
    if array.size > MAX_ENTRIES:
        return Unfit("an array that is far too large")
    kind, width = array.dtype.kind, array.dtype.itemsize // (2 if array.dtype.kind == "c" else 1)
    conversions = {"b": ("truth values",), "i": ("integers",), "u": ("integers",)}.get(kind, ())
    if kind in "fc" and width in _FLOATS:
        conversions = (f"numbers of type {_FLOATS[width]}",)
    with np.errstate(all="ignore"):
        values = np.array(array.real, dtype=np.float64)
        imaginary = np.array(array.imag, dtype=np.float64) if kind == "c" else None
    return Tensor(values, imaginary, conversions, single=kind in "fc" and width == 4)


def _from_python(value: object) -> Tensor | Unfit:
    """Unpack nested containers level by level: all containers on one level must have the same length."""
    budget = _Budget()
    level, shape = [_opened(value, budget)], []
    outer = level[0]
    while level and all(isinstance(item, list | tuple) for item in level):
        lengths = {len(item) for item in level}  # type: ignore[arg-type]
        if len(lengths) > 1:
            return Unfit(f"{kind_of(value)} with rows of different lengths")
        shape.append(lengths.pop())
        if len(shape) > MAX_AXES or len(level) * shape[-1] > MAX_ENTRIES:
            return Unfit(f"{kind_of(value)} that is far too large")
        level = [_opened(entry, budget) for item in level for entry in item]  # type: ignore[attr-defined]
    if any(isinstance(item, list | tuple) for item in level):
        return Unfit(f"{kind_of(value)} with rows of different lengths")
    if shape and not isinstance(value, np.ndarray | Expression):
        budget.notes.setdefault(f"a {'tuple' if isinstance(outer, tuple) else 'list'} instead of an array")
    return _from_numbers(value, level, tuple(shape), budget)


def _from_numbers(value: object, numbers: list[object], shape: tuple[int, ...], budget: _Budget) -> Tensor | Unfit:
    parts: list[complex] = []
    for number in numbers:
        if not isinstance(number, bool | int | float | complex | np.number | np.bool_):
            inner = kind_of(number)
            return Unfit(f"{kind_of(value)} that holds {inner}" if shape else inner)
        budget.single |= isinstance(number, np.float32 | np.complex64)
        try:
            parts.append(complex(number))
        except OverflowError:
            return Unfit("a number that is far too large")
    if any(isinstance(number, complex | np.complexfloating) for number in numbers):
        array = np.array(parts, dtype=np.complex128).reshape(shape)
        return Tensor(array.real.copy(), array.imag.copy(), tuple(budget.notes), budget.single)
    values = np.array([part.real for part in parts], dtype=np.float64).reshape(shape)
    return Tensor(values, None, tuple(budget.notes), budget.single)


class _Budget:
    """The rows of SymPy expressions that may still be read of one value, and what was unusual about it so far."""

    def __init__(self) -> None:
        self.rows = MAX_ROWS
        self.single = False
        self.notes: dict[str, None] = {}


def _opened(item: object, budget: _Budget) -> object:
    """Turn arrays, ranges and SymPy values into lists, tuples or plain numbers; return other values unchanged."""
    if isinstance(item, np.ndarray):
        if item.ndim == 0:
            return item.item() if item.dtype.kind == "O" else item[()]
        if item.size > MAX_ENTRIES:
            return item
        return list(item)
    if isinstance(item, range):
        return item if item[MAX_ENTRIES:] else list(item)  # len() fails for a very long range
    if isinstance(item, Expression):
        budget.rows -= len(item.nodes)
        budget.notes.setdefault("SymPy numbers")
        return _evaluated(item) if budget.rows >= 0 else item
    return item


def _evaluated(expression: Expression) -> object:
    """Return the value of an expression, a number or rows of numbers; the expression itself if it has no value."""
    try:
        value = evaluate(read(expression), {}, DIGITS)
        rows = tuple(tuple(map(_plain, row)) for row in value) if isinstance(value, tuple) else _plain(value)
    except (UnreadableError, NoValueError, OverflowError):
        return expression
    return rows


def _plain(number: Any) -> float | complex:
    if isinstance(number, bool):
        raise NoValueError("a truth value")
    result = complex(number)
    if not (math.isfinite(result.real) and math.isfinite(result.imag)):
        raise NoValueError("not a finite number")
    return result if result.imag else result.real
