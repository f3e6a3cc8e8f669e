"""Wrong answers to `slope-ranges`: the slope of tanh."""

from __future__ import annotations

import sympy as sp

from autograder import misconception


@misconception(credit=0.5)
def one_not_reached() -> sp.Set:
    """The interval for the slope of tanh is open at 1. What is the slope at z = 0?"""
    return sp.Interval.open(0, 1)


@misconception(credit=0.5)
def zero_reached() -> sp.Set:
    """Your interval for the slope of tanh contains 0. Is tanh exactly flat at some z, or is 0 only a limit?"""
    return sp.Interval(0, 1)


@misconception(credit=0.2)
def ends_exchanged() -> sp.Set:
    """Your interval for the slope of tanh contains 0 and excludes 1. Which of the two is the slope at some z?"""
    return sp.Interval.Ropen(0, 1)


@misconception()
def values_of_tanh() -> sp.Set:
    """These are the values of tanh, not of its slope. Does tanh decrease anywhere?"""
    return sp.Interval.open(-1, 1)


@misconception()
def negative_slopes() -> sp.Set:
    """A negative slope means that a curve decreases. Does tanh decrease anywhere?"""
    return sp.Interval(-1, 1)


@misconception()
def range_of_the_other_curve() -> sp.Set:
    """That is the largest slope of σ. What is 1 − tanh² where tanh is 0?"""
    return sp.Interval.Lopen(0, sp.Rational(1, 4))


@misconception()
def largest_slope_alone() -> sp.Set:
    """That is the largest slope of tanh. Which other values does the slope take?"""
    return sp.FiniteSet(1)
