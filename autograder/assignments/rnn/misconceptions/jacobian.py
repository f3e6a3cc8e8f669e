"""Wrong answers to `jacobian`."""

from __future__ import annotations

from autograder import misconception
from autograder.assignments.reference import rnn
from autograder.assignments.reference.rnn import Array, sigmoid, slope


@misconception(credit=0.2)
def slopes_missing(W: Array, x: Array) -> Array:
    """The result is the Jacobian of W x alone. What does σ add when the chain rule goes through it?"""
    return W.copy()


@misconception(credit=0.4)
def columns_scaled(W: Array, x: Array) -> Array:
    """Each output y_i has a slope of its own, and the chain rule multiplies by it everything y_i depends on. Here
    columns of W were scaled: which axis of W belongs to the outputs?
    """
    return W * _slopes(W, x)


@misconception(credit=0.5)
def transposed(W: Array, x: Array) -> Array:
    """All factors are there, but the result is transposed: this layout has a row for every component of y and a column
    for every component of x. Which shape does that give?
    """
    return rnn.jacobian(W, x).T


@misconception(credit=0.2)
def sigmoid_for_its_slope(W: Array, x: Array) -> Array:
    """The rows are scaled by σ instead of its slope. How is σ′ written in terms of σ?"""
    return sigmoid(W @ x)[:, None] * W


@misconception(credit=0.3)
def slope_of_the_output(W: Array, x: Array) -> Array:
    """The slope was taken at y = σ(Wx), as if σ came twice. At which point does the chain rule ask for σ′?"""
    y = sigmoid(W @ x)
    return (sigmoid(y) * sigmoid(-y))[:, None] * W


def _slopes(W: Array, x: Array) -> Array:
    return slope(sigmoid(W @ x))
