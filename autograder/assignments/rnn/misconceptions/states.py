"""Wrong answers to `states`."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder import misconception
from autograder.assignments.reference import rnn
from autograder.assignments.reference.rnn import Array, sigmoid


def _run(W: Array, U: Array, xs: Array, h_init: Array, activation: Any = sigmoid) -> Array:
    hs, h = [], h_init
    for x in xs:
        h = activation(W @ h + U @ x)
        hs.append(h)
    return np.array(hs)


@misconception(credit=0.5)
def initial_state_returned(W: Array, U: Array, xs: Array, h_init: Array) -> Array:
    """You also return the state before step 0. How many rows do T + 1 steps give?"""
    return np.vstack([h_init, rnn.states(W, U, xs, h_init)])


@misconception(credit=0.3)
def one_step_late(W: Array, U: Array, xs: Array, h_init: Array) -> Array:
    """Your rows are one step late: they start with the state before step 0. Which input has h_0 already seen?"""
    return np.vstack([h_init, rnn.states(W, U, xs, h_init)[:-1]])


@misconception(credit=0.3)
def initial_state_forgotten(W: Array, U: Array, xs: Array, h_init: Array) -> Array:
    """Your step 0 starts from zero. What other values can the state before it have?"""
    return rnn.states(W, U, xs, np.zeros(len(h_init)))


@misconception()
def no_recurrence(W: Array, U: Array, xs: Array, h_init: Array) -> Array:
    """Every step starts from h_init again. How does h_1 know what happened in step 0?"""
    return np.array([sigmoid(W @ h_init + U @ x) for x in xs])


@misconception(credit=0.3)
def recurrent_weights_transposed(W: Array, U: Array, xs: Array, h_init: Array) -> Array:
    """You use the transpose of W. Which index of W belongs to the unit that is computed, the first or the second?"""
    return rnn.states(W.T, U, xs, h_init)


@misconception(credit=0.3)
def tanh_states(W: Array, U: Array, xs: Array, h_init: Array) -> Array:
    """Your states are computed with tanh. Which function does this network use?"""
    return _run(W, U, xs, h_init, np.tanh)


@misconception()
def activation_missing(W: Array, U: Array, xs: Array, h_init: Array) -> Array:
    """Your states are sums without an activation. What keeps every state between 0 and 1?"""
    return _run(W, U, xs, h_init, lambda z: z)
