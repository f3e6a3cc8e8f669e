"""Wrong answers to `softmax`."""

from __future__ import annotations

import numpy as np

from autograder import misconception
from autograder.assignments.reference.recurrence import Array
from autograder.assignments.reference.rnn import sigmoid
from autograder.assignments.reference.updates import softmax


@misconception(credit=0.4)
def normalised_over_all_entries(z: Array) -> Array:
    """All entries of your array sum to 1 together. Which entries belong to one prediction and should sum to 1?"""
    return softmax(z.ravel()).reshape(z.shape)


@misconception(credit=0.4)
def first_axis_normalised(z: Array) -> Array:
    """You sum along the first axis. Along which axis of z are the classes?"""
    return np.moveaxis(softmax(np.moveaxis(z, 0, -1)), -1, 0)


@misconception()
def exponential_missing(z: Array) -> Array:
    """You divide the scores by their sum. What turns a negative score into a positive probability?"""
    return np.asarray(z / np.sum(z, axis=-1, keepdims=True))


@misconception(credit=0.2)
def not_normalised_after_the_shift(z: Array) -> Array:
    """Your largest entry is 1, but the sum is not. What is left to do after subtracting the largest score?"""
    return np.asarray(np.exp(z - np.max(z, axis=-1, keepdims=True)))


@misconception(credit=0.3)
def logarithm_of_softmax(z: Array) -> Array:
    """These are logarithms of probabilities, all negative. Which values can a probability have?"""
    shifted = z - np.max(z, axis=-1, keepdims=True)
    return np.asarray(shifted - np.log(np.sum(np.exp(shifted), axis=-1, keepdims=True)))


@misconception(credit=0.2)
def sign_of_the_exponent(z: Array) -> Array:
    """Your largest score has the smallest probability. What is the sign of the exponent?"""
    return softmax(-z)


@misconception()
def sigmoid_for_softmax(z: Array) -> Array:
    """You treat every entry separately. Does the probability of a class depend on the scores of the other classes?"""
    return sigmoid(z)


@misconception()
def largest_entry_only(z: Array) -> Array:
    """The largest score gets 1 and all others get 0. What does *soft* mean?"""
    return np.where(z == np.max(z, axis=-1, keepdims=True), 1.0, 0.0)
