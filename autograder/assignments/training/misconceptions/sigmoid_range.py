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
    """Your interval for σ′ contains 0. Is there a z at which σ is exactly flat, or is 0 only a limit?"""
    return sp.Interval(0, _QUARTER)


@misconception(credit=0.2)
def ends_exchanged() -> sp.Set:
    """Your interval for σ′ contains 0 and excludes 1/4. Which of the two is the value of σ′ at some z?"""
    return sp.Interval.Ropen(0, _QUARTER)


@misconception()
def decimal_slip() -> sp.Set:
    """Your largest slope of σ is too small by a factor of ten. What is 1/2 · 1/2 as a decimal number?"""
    return sp.Interval.Lopen(0, _SLIP)


@misconception()
def decimal_slip_not_reached() -> sp.Set:
    """Your largest slope of σ is too small by a factor of ten, and it is reached. What is 1/2 · 1/2, and where is σ
    steepest?
    """
    return sp.Interval.open(0, _SLIP)


@misconception()
def values_of_sigmoid() -> sp.Set:
    """These are the values of σ, not of its slope. How steep does σ get?"""
    return sp.Interval.open(0, 1)


@misconception()
def value_at_zero() -> sp.Set:
    """1/2 is the value of σ at 0. What is its slope there?"""
    return sp.Interval.Lopen(0, sp.S.Half)


@misconception()
def range_of_the_other_curve() -> sp.Set:
    """That is the largest slope of tanh. What is σ (1 − σ) where σ is 1/2?"""
    return sp.Interval.Lopen(0, 1)


@misconception()
def negative_slopes() -> sp.Set:
    """A negative slope means that a curve decreases. Does σ decrease anywhere?"""
    return sp.Interval(-_QUARTER, _QUARTER)


@misconception()
def largest_slope_alone() -> sp.Set:
    """That is the largest slope of σ. Which other values does σ′ take?"""
    return sp.FiniteSet(_QUARTER)
