"""Wrong answers to `slope-ranges`: the slope of σ."""

from __future__ import annotations

import sympy as sp

from autograder import misconception

_QUARTER = sp.Rational(1, 4)
_SLIP = sp.Rational(1, 40)


@misconception(credit=0.5)
def quarter_not_reached() -> sp.Set:
    """The interval for σ′ is open at 1/4. What is σ′ at z = 0?"""
    return sp.Interval.open(0, _QUARTER)


@misconception(credit=0.5)
def zero_reached() -> sp.Set:
    """The interval for σ′ contains 0. Is there a z at which σ is exactly flat, or is 0 only approached?"""
    return sp.Interval(0, _QUARTER)


@misconception(credit=0.2)
def ends_exchanged() -> sp.Set:
    """The interval for σ′ contains 0 and leaves out 1/4. Which of its two ends is the value of σ′ at some z?"""
    return sp.Interval.Ropen(0, _QUARTER)


@misconception()
def decimal_slip() -> sp.Set:
    """The largest slope of σ is ten times as large. What is 1/2 · 1/2, written with a decimal point?"""
    return sp.Interval.Lopen(0, _SLIP)


@misconception()
def decimal_slip_not_reached() -> sp.Set:
    """The largest slope of σ is ten times as large, and it is reached. What is 1/2 · 1/2, and where is σ steepest?"""
    return sp.Interval.open(0, _SLIP)


@misconception()
def values_of_sigmoid() -> sp.Set:
    """These are the values of σ, not those of its slope. How steep does σ get?"""
    return sp.Interval.open(0, 1)


@misconception()
def value_at_zero() -> sp.Set:
    """1/2 is the value of σ at 0. What is its slope there?"""
    return sp.Interval.Lopen(0, sp.S.Half)


@misconception()
def range_of_the_other_curve() -> sp.Set:
    """So steep does tanh get. What is σ (1 − σ) where σ is 1/2?"""
    return sp.Interval.Lopen(0, 1)


@misconception()
def negative_slopes() -> sp.Set:
    """Negative slopes belong to a curve that falls. Does σ fall anywhere?"""
    return sp.Interval(-_QUARTER, _QUARTER)


@misconception()
def largest_slope_alone() -> sp.Set:
    """That is the largest slope of σ. Which other values does σ′ take?"""
    return sp.FiniteSet(_QUARTER)
