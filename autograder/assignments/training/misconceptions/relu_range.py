"""Wrong answers to `slope-ranges`: the slope of ReLU."""

from __future__ import annotations

import sympy as sp

from autograder import misconception


@misconception()
def interval_for_two_values() -> sp.Set:
    """An interval holds everything between its ends as well. Is there a z at which the slope of ReLU is 1/2?"""
    return sp.Interval(0, 1)


@misconception()
def interval_like_the_others() -> sp.Set:
    """That is right for tanh. The slope of ReLU does not change gradually: which values does it take on the left and on
    the right of 0?
    """
    return sp.Interval.Lopen(0, 1)


@misconception()
def open_interval_for_two_values() -> sp.Set:
    """Between 0 and 1 there is no slope of ReLU. How steep is it on the left of 0, and how steep on the right?"""
    return sp.Interval.open(0, 1)


@misconception()
def flat_part_forgotten() -> sp.Set:
    """On one side of 0 the slope of ReLU is another one. What is max(z, 0) for a negative z?"""
    return sp.FiniteSet(1)


@misconception()
def rising_part_forgotten() -> sp.Set:
    """On one side of 0 the slope of ReLU is another one. What is max(z, 0) for a positive z?"""
    return sp.FiniteSet(0)


@misconception()
def values_of_relu() -> sp.Set:
    """These are the values of ReLU, not those of its slope. How steep is a straight line?"""
    return sp.Interval(0, sp.oo)


@misconception()
def positive_values_of_relu() -> sp.Set:
    """These are values of ReLU, not of its slope. How steep is a straight line?"""
    return sp.Interval.open(0, sp.oo)


@misconception()
def slope_of_the_absolute_value() -> sp.Set:
    """−1 is the slope of |z| on the left of 0. What is max(z, 0) there?"""
    return sp.FiniteSet(-1, 1)


@misconception(credit=0.5)
def slope_at_the_kink() -> sp.Set:
    """At z = 0 ReLU has no slope, and the point is left out here. Which values remain on both sides of it?"""
    return sp.FiniteSet(0, sp.S.Half, 1)
