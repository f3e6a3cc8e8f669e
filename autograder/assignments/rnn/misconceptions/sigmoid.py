"""Wrong answers to `sigmoid`."""

from __future__ import annotations

import numpy as np

from autograder import misconception
from autograder.assignments.reference.rnn import Array, sigmoid


@misconception()
def sign_of_the_exponent(z: Array) -> Array:
    """Your curve falls where it should rise. What is the sign of the exponent in σ(z), and what is the limit of σ for
    large z?
    """
    return sigmoid(-z)


@misconception()
def tanh_for_sigmoid(z: Array) -> Array:
    """These are values of tanh, which lie between −1 and 1. What is the range of σ?"""
    return np.tanh(z)


@misconception()
def slope_for_sigmoid(z: Array) -> Array:
    """Your result is the slope σ′, not σ. Is σ increasing everywhere?"""
    return sigmoid(z) * sigmoid(-z)
