"""Wrong answers to `softmax`."""

from __future__ import annotations

import numpy as np

from autograder import misconception
from autograder.assignments.reference.recurrence import Array
from autograder.assignments.reference.rnn import sigmoid
from autograder.assignments.reference.updates import softmax


@misconception(credit=0.4)
def normalised_as_a_whole(z: Array) -> Array:
    """All entries of the array together sum to 1. Which entries belong to one prediction, and should sum to 1?"""
    return softmax(z.ravel()).reshape(z.shape)


@misconception(credit=0.4)
def first_axis_normalised(z: Array) -> Array:
    """The sums run along the first axis. Along which axis of z do the classes stand?"""
    return np.moveaxis(softmax(np.moveaxis(z, 0, -1)), -1, 0)


@misconception()
def exponential_missing(z: Array) -> Array:
    """The entries are divided by their sum as they are. What makes a negative score into a positive share?"""
    return np.asarray(z / np.sum(z, axis=-1, keepdims=True))


@misconception(credit=0.2)
def not_normalised_after_the_shift(z: Array) -> Array:
    """The largest entry is 1 and the sum is not. What is left to do after the largest score was subtracted?"""
    return np.asarray(np.exp(z - np.max(z, axis=-1, keepdims=True)))


@misconception(credit=0.3)
def logarithm_of_softmax(z: Array) -> Array:
    """These are logarithms of shares, all negative. Which values does a probability have?"""
    shifted = z - np.max(z, axis=-1, keepdims=True)
    return np.asarray(shifted - np.log(np.sum(np.exp(shifted), axis=-1, keepdims=True)))


@misconception(credit=0.2)
def sign_of_the_exponent(z: Array) -> Array:
    """The largest score has the smallest share here. Which sign has the exponent?"""
    return softmax(-z)


@misconception()
def sigmoid_for_softmax(z: Array) -> Array:
    """Every entry is looked at by itself here. Does the share of a class depend on the scores of the others?"""
    return sigmoid(z)


@misconception()
def largest_entry_only(z: Array) -> Array:
    """The largest score gets 1 and all others get 0. What does *soft* mean?"""
    return np.where(z == np.max(z, axis=-1, keepdims=True), 1.0, 0.0)
