"""Wrong answers to `slopes`: the slope of σ."""

from __future__ import annotations

import numpy as np

from autograder import misconception
from autograder.assignments.reference.activations import d_sigmoid, d_tanh
from autograder.assignments.reference.rnn import Array, sigmoid


@misconception()
def sigmoid_for_its_slope(z: Array) -> Array:
    """`d_sigmoid` returns σ itself. The second factor is missing: how steep is σ where it is close to 1?"""
    return sigmoid(z)


@misconception()
def one_minus_sigmoid(z: Array) -> Array:
    """Your `d_sigmoid` returns 1 − σ, only one of two factors; as a fraction in e⁻ᶻ, its denominator is not squared.
    How steep is σ far to the left?
    """
    return sigmoid(-z)


@misconception(credit=0.3)
def falling_sigmoid(z: Array) -> Array:
    """Your `d_sigmoid` has the wrong sign: σ increases everywhere. Which sign comes from the inner derivative of e⁻ᶻ,
    and which from the power −1?
    """
    return -d_sigmoid(z)


@misconception()
def sigmoid_squared(z: Array) -> Array:
    """Your `d_sigmoid` returns σ², as if σ were multiplied by itself. What does the quotient rule give for the
    numerator of σ′?
    """
    return sigmoid(z) ** 2


@misconception(credit=0.2)
def state_expected(z: Array) -> Array:
    """Your `d_sigmoid` computes z (1 − z): σ′ in terms of the value of σ. Is z the value of σ or its argument?"""
    return z * (1.0 - z)


@misconception()
def slope_of_the_other_curve(z: Array) -> Array:
    """Your `d_sigmoid` returns the slope of tanh. How steep is each of the two curves at 0?"""
    return d_tanh(z)


@misconception(credit=0.3)
def jacobian_for_slopes(z: Array) -> Array:
    """Your `d_sigmoid` puts the slopes on the diagonal of a matrix, which is the Jacobian of the layer. What is the
    shape of an elementwise derivative?
    """
    return np.diag(d_sigmoid(z).ravel())
