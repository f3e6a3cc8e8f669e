"""Wrong answers to `slopes`: the slope of ReLU."""

from __future__ import annotations

import numpy as np

from autograder import misconception
from autograder.assignments.reference.activations import d_relu
from autograder.assignments.reference.rnn import Array


@misconception()
def relu_for_its_slope(z: Array) -> Array:
    """`d_relu` returns ReLU itself. How steep is a straight line, and does that depend on z?"""
    return np.maximum(z, 0.0)


@misconception()
def sides_exchanged(z: Array) -> Array:
    """Your `d_relu` is 1 on the left and 0 on the right. On which side of 0 is ReLU flat?"""
    return d_relu(-z)


@misconception()
def slope_of_the_absolute_value(z: Array) -> Array:
    """Your `d_relu` is −1 on the left, which is the slope of |z|. What is max(z, 0) for negative z, and how steep is it
    there?
    """
    return np.sign(z)


@misconception()
def one_everywhere(z: Array) -> Array:
    """Your `d_relu` is 1 everywhere. What is max(z, 0) for negative z, and how steep is it there?"""
    return np.ones(np.shape(z))


@misconception(credit=0.3)
def jacobian_for_slopes(z: Array) -> Array:
    """Your `d_relu` puts the slopes on the diagonal of a matrix, which is the Jacobian of the layer. What is the shape
    of an elementwise derivative?
    """
    return np.diag(d_relu(z).ravel())
