"""Wrong answers to `slopes`: the slope of tanh."""

from __future__ import annotations

import numpy as np

from autograder import misconception
from autograder.assignments.reference.activations import d_sigmoid, d_tanh
from autograder.assignments.reference.rnn import Array


@misconception()
def square_of_tanh_missing(z: Array) -> Array:
    """Your `d_tanh` returns 1 − tanh. To the left of 0 this is more than 1: is the curve steeper there than on the
    right?
    """
    return 1.0 - np.tanh(z)


@misconception()
def tanh_for_its_slope(z: Array) -> Array:
    """`d_tanh` returns tanh itself. How steep is tanh at 0, and how steep far away from 0?"""
    return np.tanh(z)


@misconception()
def rule_of_sigmoid(z: Array) -> Array:
    """Your `d_tanh` computes tanh · (1 − tanh), the rule for the slope of σ. Which rule holds for the derivative of
    sinh/cosh?
    """
    return np.tanh(z) * (1.0 - np.tanh(z))


@misconception()
def secant_not_squared(z: Array) -> Array:
    """Your `d_tanh` returns 1/cosh, which falls too slowly. What does the quotient rule leave in the denominator?"""
    return 1.0 / np.cosh(z)


@misconception()
def plus_for_minus(z: Array) -> Array:
    """`d_tanh` returns 1 + tanh², which is largest where tanh is flat. Which sign does the quotient rule give?"""
    return 1.0 + np.tanh(z) ** 2


@misconception(credit=0.3)
def falling_tanh(z: Array) -> Array:
    """Your `d_tanh` has the wrong sign. Does tanh increase or decrease?"""
    return -d_tanh(z)


@misconception(credit=0.2)
def state_expected(z: Array) -> Array:
    """Your `d_tanh` computes 1 − z², which is the slope in terms of the value of tanh. Is z the value of tanh or its
    argument?
    """
    return 1.0 - z**2


@misconception()
def slope_of_the_other_curve(z: Array) -> Array:
    """`d_tanh` returns the slope of σ. How steep is each of the two curves at 0?"""
    return d_sigmoid(z)


@misconception(credit=0.3)
def jacobian_for_slopes(z: Array) -> Array:
    """Your `d_tanh` puts the slopes on the diagonal of a matrix, which is the Jacobian of the layer. What is the shape
    of an elementwise derivative?
    """
    return np.diag(d_tanh(z).ravel())
