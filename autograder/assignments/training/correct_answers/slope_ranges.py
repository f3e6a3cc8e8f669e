"""Right answers to `slope-ranges`: a dict of the three sets."""

import sympy as sp


def half_open():
    """Intervals with options for their open sides."""
    return {
        "sigmoid_range": sp.Interval.Lopen(0, sp.Rational(1, 4)),
        "tanh_range": sp.Interval.Lopen(0, 1),
        "relu_range": sp.FiniteSet(0, 1),
    }


def with_flags():
    """Intervals with a flag for each end; Python's own set for ReLU."""
    return {
        "sigmoid_range": sp.Interval(0, sp.S(1) / 4, True, False),
        "tanh_range": sp.Interval(0, 1, left_open=True),
        "relu_range": {0, 1},
    }


def decimals():
    """A quarter as a decimal number."""
    return {
        "sigmoid_range": sp.Interval.Lopen(0, 0.25),
        "tanh_range": sp.Interval.Lopen(0.0, 1.0),
        "relu_range": sp.FiniteSet(sp.S.Zero, sp.S.One),
    }


def differences_and_unions():
    """Sets made of other sets."""
    return {
        "sigmoid_range": sp.Complement(sp.Interval(0, sp.Rational(1, 4)), sp.FiniteSet(0)),
        "tanh_range": sp.Union(sp.Interval.open(0, 1), sp.FiniteSet(1)),
        "relu_range": sp.Union(sp.FiniteSet(0), sp.FiniteSet(1)),
    }


def intersections():
    """The positive numbers, up to the largest slope."""
    return {
        "sigmoid_range": sp.Intersection(sp.Interval.open(0, sp.oo), sp.Interval(-sp.oo, sp.Rational(1, 4))),
        "tanh_range": sp.Interval.open(0, 2).intersect(sp.Interval(0, 1)),
        "relu_range": sp.Interval(0, 1).boundary,
    }
