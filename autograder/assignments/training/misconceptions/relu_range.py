"""Wrong answers to `slope-ranges`: the slope of ReLU."""

from __future__ import annotations

import sympy as sp

from autograder import misconception


@misconception()
def interval_for_two_values() -> sp.Set:
    """An interval also contains everything between its ends. Is there a z at which the slope of ReLU is 1/2?"""
    return sp.Interval(0, 1)


@misconception()
def interval_like_the_others() -> sp.Set:
    """That would be right for tanh. The slope of ReLU does not change gradually: which values does it take to the left
    and to the right of 0?
    """
    return sp.Interval.Lopen(0, 1)


@misconception()
def open_interval_for_two_values() -> sp.Set:
    """ReLU has no slopes strictly between 0 and 1. How steep is it to the left of 0, and how steep to the right?"""
    return sp.Interval.open(0, 1)


@misconception()
def flat_part_forgotten() -> sp.Set:
    """One side of 0 has another slope. What is max(z, 0) for negative z?"""
    return sp.FiniteSet(1)


@misconception()
def rising_part_forgotten() -> sp.Set:
    """One side of 0 has another slope. What is max(z, 0) for positive z?"""
    return sp.FiniteSet(0)


@misconception()
def values_of_relu() -> sp.Set:
    """These are the values of ReLU, not of its slope. How steep is a straight line?"""
    return sp.Interval(0, sp.oo)


@misconception()
def positive_values_of_relu() -> sp.Set:
    """These are values of ReLU, not of its slope. How steep is a straight line?"""
    return sp.Interval.open(0, sp.oo)


@misconception()
def slope_of_the_absolute_value() -> sp.Set:
    """−1 is the slope of |z| to the left of 0. What is max(z, 0) there?"""
    return sp.FiniteSet(-1, 1)


@misconception(credit=0.5)
def slope_at_the_kink() -> sp.Set:
    """ReLU has no slope at z = 0, and the question leaves this point out. Which values remain on both sides of it?"""
    return sp.FiniteSet(0, sp.S.Half, 1)
