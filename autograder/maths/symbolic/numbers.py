"""Arithmetic that stays exact as long as possible: a `Fraction`, or an mpmath number after a function was evaluated.

Every operation is bounded, so that towers of powers cannot consume unlimited time; too large results raise
`NoValueError`.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import mpmath as mp

Number = Any
"""Fraction, mpf or mpc."""

MAX_EXACT_BITS = 50_000
MAX_MAGNITUDE = 64
"""Arguments of functions are below 2**64, so that exponents of their values have at most 64 bits."""


class NoValueError(Exception):
    """There is no number: a pole, an overflow, or an argument outside of the domain."""


class UndefinedError(NoValueError):
    """The expression has a singularity and therefore no value, however precisely it is computed."""


def inexact(value: Number) -> Number:
    """The value as an mpmath number, at the working precision."""
    if isinstance(value, Fraction):
        return mp.mpf(value.numerator) / value.denominator
    return value


def finite(value: Number) -> Number:
    """The value itself.

    Raises
    ------
    UndefinedError
        If it is not finite.
    """
    if not isinstance(value, Fraction) and not mp.isfinite(value):
        raise UndefinedError("not a finite number")
    return value


def total(values: list[Number]) -> Number:
    """The sum of the values."""
    if all(isinstance(v, Fraction) for v in values):
        return _small(sum(values, Fraction(0)))
    return mp.fsum(inexact(v) for v in values) if mp.inf not in values else sum(map(inexact, values), mp.mpf(0))


def product(values: list[Number]) -> Number:
    """The product of the values."""
    if any(isinstance(v, Fraction) and v == 0 for v in values) and all(map(mp.isfinite, map(inexact, values))):
        return Fraction(0)
    result: Number = Fraction(1)
    for value in values:
        both = isinstance(result, Fraction) and isinstance(value, Fraction)
        result = _small(result * value) if both else inexact(result) * inexact(value)
    return result


def power(base: Number, exponent: Number) -> Number:
    """The principal value of a power; 0**0 is 1, and 0 to a negative power is a pole."""
    if isinstance(exponent, Fraction) and exponent.denominator == 1:
        return _integer_power(base, exponent.numerator)
    if base == 0:
        if mp.re(inexact(exponent)) > 0:
            return Fraction(0)
        raise UndefinedError("a power of zero")
    return mp.power(inexact(base), _moderate(inexact(exponent)))


def _integer_power(base: Number, exponent: int) -> Number:
    if base == 0 and exponent < 0:
        raise UndefinedError("division by zero")
    if isinstance(base, Fraction):
        bits = max(base.numerator.bit_length(), base.denominator.bit_length())
        if abs(base) in (0, 1) or bits * abs(exponent) <= MAX_EXACT_BITS:
            return base**exponent if exponent >= 0 else 1 / base ** (-exponent)
    if exponent.bit_length() > MAX_MAGNITUDE:
        raise NoValueError("a power that is too large")
    return mp.power(inexact(base), exponent)


def apply(function: Callable[..., Number], values: list[Number], saturates: bool = False) -> Number:
    """The value of an mpmath function; `saturates` permits large arguments.

    Raises
    ------
    NoValueError
        Outside of the domain; `UndefinedError` at a pole.
    """
    try:
        return function(*(v if saturates else _moderate(v) for v in map(inexact, values)))
    except ZeroDivisionError as error:
        raise UndefinedError("a pole") from error
    except (ValueError, OverflowError, TypeError, AttributeError, MemoryError, mp.libmp.NoConvergence) as error:
        raise NoValueError("outside of the function's domain") from error


def _small(value: Fraction) -> Number:
    """The value, converted to an inexact number if its exact form is too large."""
    large = value.numerator.bit_length() + value.denominator.bit_length() > 2 * MAX_EXACT_BITS
    return inexact(value) if large else value


def _moderate(value: Number) -> Number:
    if mp.isinf(value):
        return value
    if mp.isfinite(value) and value != 0 and mp.mag(value) > MAX_MAGNITUDE:
        raise NoValueError("an argument that is too large")
    return value
