"""Wrong answers to `jacobian`."""

from __future__ import annotations

from autograder import misconception
from autograder.assignments.reference import rnn
from autograder.assignments.reference.rnn import Array, sigmoid, slope


@misconception(credit=0.2)
def slopes_missing(W: Array, x: Array) -> Array:
    """Your result is the Jacobian of W x alone. Which factor does the chain rule add for σ?"""
    return W.copy()


@misconception(credit=0.4)
def columns_scaled(W: Array, x: Array) -> Array:
    """Each output y_i has its own slope, which multiplies all derivatives of y_i. You scaled the columns of W: which
    axis of W belongs to the outputs?
    """
    return W * _slopes(W, x)


@misconception(credit=0.5)
def transposed(W: Array, x: Array) -> Array:
    """All factors are there, but the result is transposed. This layout has a row for each component of y and a column
    for each component of x. Which shape does that give?
    """
    return rnn.jacobian(W, x).T


@misconception(credit=0.2)
def sigmoid_for_its_slope(W: Array, x: Array) -> Array:
    """You scaled the rows by σ instead of its slope. How do you write σ′ in terms of σ?"""
    return sigmoid(W @ x)[:, None] * W


@misconception(credit=0.3)
def slope_of_the_output(W: Array, x: Array) -> Array:
    """You took the slope at y = σ(Wx), as if σ were applied twice. At which point does the chain rule evaluate σ′?"""
    y = sigmoid(W @ x)
    return (sigmoid(y) * sigmoid(-y))[:, None] * W


def _slopes(W: Array, x: Array) -> Array:
    return slope(sigmoid(W @ x))
