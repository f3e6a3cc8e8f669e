"""Wrong answers to `sigmoid`."""

from __future__ import annotations

import numpy as np

from autograder import misconception
from autograder.assignments.reference.rnn import Array, sigmoid


@misconception()
def sign_of_the_exponent(z: Array) -> Array:
    """The curve falls where it should rise. Which sign has the exponent in σ(z), and where does σ tend for large z?"""
    return sigmoid(-z)


@misconception()
def tanh_for_sigmoid(z: Array) -> Array:
    """These are values of tanh, between −1 and 1. Between which values does σ lie?"""
    return np.tanh(z)


@misconception()
def slope_for_sigmoid(z: Array) -> Array:
    """The result is the slope σ′, not σ. Does σ rise all the way?"""
    return sigmoid(z) * sigmoid(-z)
