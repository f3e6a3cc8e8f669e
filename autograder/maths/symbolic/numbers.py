"""Arithmetic that stays exact as long as it can: a `Fraction`, and an mpmath number once a function was taken.

Every operation is bounded, so that no tower of powers can keep us busy: what grows too large raises `NoValueError`.
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
"""Arguments of functions are below 2**64, so their values have at most that many bits of exponent."""


class NoValueError(Exception):
    """There is no number here: a pole, an overflow, or an argument that the function does not take."""


class UndefinedError(NoValueError):
    """The expression has a singularity here: it has no value, however long one computes."""


def inexact(value: Number) -> Number:
    """The value as an mpmath number, at the working precision."""
    if isinstance(value, Fraction):
        return mp.mpf(value.numerator) / value.denominator
    return value


def finite(value: Number) -> Number:
    """The value itself; `UndefinedError` if it is not a finite number."""
    if not isinstance(value, Fraction) and not mp.isfinite(value):
        raise UndefinedError("not a finite number")
    return value


def total(values: list[Number]) -> Number:
    """Their sum."""
    if all(isinstance(v, Fraction) for v in values):
        return _small(sum(values, Fraction(0)))
    return mp.fsum(inexact(v) for v in values) if mp.inf not in values else sum(map(inexact, values), mp.mpf(0))


def product(values: list[Number]) -> Number:
    """Their product."""
    if any(isinstance(v, Fraction) and v == 0 for v in values) and all(map(mp.isfinite, map(inexact, values))):
        return Fraction(0)
    result: Number = Fraction(1)
    for value in values:
        both = isinstance(result, Fraction) and isinstance(value, Fraction)
        result = _small(result * value) if both else inexact(result) * inexact(value)
    return result


def power(base: Number, exponent: Number) -> Number:
    """Principal branch; 0**0 = 1, and 0 to a negative power is a pole."""
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
    """A function of mpmath at these arguments."""
    try:
        return function(*(v if saturates else _moderate(v) for v in map(inexact, values)))
    except ZeroDivisionError as error:
        raise UndefinedError("a pole") from error
    except (ValueError, OverflowError, TypeError, AttributeError, MemoryError, mp.libmp.NoConvergence) as error:
        raise NoValueError("outside of the function's domain") from error


def _small(value: Fraction) -> Number:
    """Exact values do not grow without end."""
    large = value.numerator.bit_length() + value.denominator.bit_length() > 2 * MAX_EXACT_BITS
    return inexact(value) if large else value


def _moderate(value: Number) -> Number:
    if mp.isinf(value):
        return value
    if mp.isfinite(value) and value != 0 and mp.mag(value) > MAX_MAGNITUDE:
        raise NoValueError("an argument that is too large")
    return value
