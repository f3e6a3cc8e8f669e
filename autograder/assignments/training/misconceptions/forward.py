"""Wrong answers to `forward`."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from autograder import misconception
from autograder.assignments.reference import updates
from autograder.assignments.reference.recurrence import Array, before, run
from autograder.assignments.reference.rnn import sigmoid
from autograder.assignments.reference.updates import softmax

Both = tuple[Array, Array]


def _with(activation: Callable[[Array], Array], U: Array, V: Array, W: Array, xs: Array, s_init: Array) -> Both:
    ss = run(activation, W, U, xs, s_init)
    return ss, softmax(ss @ V.T)


@misconception(credit=0.5)
def softmax_missing(U: Array, V: Array, W: Array, xs: Array, s_init: Array) -> Both:
    """Your states are right, but your predictions are the scores V s_t. What turns scores into probabilities?"""
    ss, _ = updates.forward(U, V, W, xs, s_init)
    return ss, ss @ V.T


@misconception(credit=0.5)
def softmax_over_time(U: Array, V: Array, W: Array, xs: Array, s_init: Array) -> Both:
    """Your predictions for one class sum to 1 over time. What should sum to 1, the classes of a step or the steps?"""
    ss, _ = updates.forward(U, V, W, xs, s_init)
    return ss, softmax((ss @ V.T).T).T


@misconception(credit=0.4)
def softmax_over_everything(U: Array, V: Array, W: Array, xs: Array, s_init: Array) -> Both:
    """All your predictions of all steps sum to 1 together. How many predictions does the network make?"""
    ss, _ = updates.forward(U, V, W, xs, s_init)
    z = ss @ V.T
    return ss, softmax(z.ravel()).reshape(z.shape)


@misconception(credit=0.5)
def prediction_one_step_late(U: Array, V: Array, W: Array, xs: Array, s_init: Array) -> Both:
    """You compute the prediction of a step from the previous state. Which state has seen x_t?"""
    ss, _ = updates.forward(U, V, W, xs, s_init)
    return ss, softmax(before(ss, s_init) @ V.T)


@misconception(credit=0.5)
def results_exchanged(U: Array, V: Array, W: Array, xs: Array, s_init: Array) -> Both:
    """Your two results are swapped. Which of them comes first?"""
    ss, yhats = updates.forward(U, V, W, xs, s_init)
    return yhats, ss


@misconception(credit=0.5)
def initial_state_returned(U: Array, V: Array, W: Array, xs: Array, s_init: Array) -> Both:
    """You also return the state before step 1. How many rows do T steps give?"""
    ss, yhats = updates.forward(U, V, W, xs, s_init)
    return np.vstack([s_init, ss]), yhats


@misconception(credit=0.4)
def initial_state_in_both(U: Array, V: Array, W: Array, xs: Array, s_init: Array) -> Both:
    """You return a state and a prediction for the time before step 1. How many rows do T steps give?"""
    ss, _ = updates.forward(U, V, W, xs, s_init)
    longer = np.vstack([s_init, ss])
    return longer, softmax(longer @ V.T)


@misconception(credit=0.3)
def one_step_late(U: Array, V: Array, W: Array, xs: Array, s_init: Array) -> Both:
    """Your rows are one step late: they start with the state before step 1. Which input has s_1 already seen?"""
    ss = before(updates.forward(U, V, W, xs, s_init)[0], s_init)
    return ss, softmax(ss @ V.T)


@misconception(credit=0.3)
def initial_state_forgotten(U: Array, V: Array, W: Array, xs: Array, s_init: Array) -> Both:
    """Your step 1 starts from zero. What other values can the state before it have?"""
    return updates.forward(U, V, W, xs, np.zeros(len(s_init)))


@misconception()
def no_recurrence(U: Array, V: Array, W: Array, xs: Array, s_init: Array) -> Both:
    """Every step starts from s_init again. How does s_2 know what happened in step 1?"""
    ss = np.array([np.tanh(U @ x + W @ s_init) for x in xs])
    return ss, softmax(ss @ V.T)


@misconception(credit=0.3)
def recurrent_weights_transposed(U: Array, V: Array, W: Array, xs: Array, s_init: Array) -> Both:
    """You use the transpose of W. Which index of W belongs to the unit that is computed, the first or the second?"""
    return updates.forward(U, V, W.T, xs, s_init)


@misconception(credit=0.3)
def sigmoid_states(U: Array, V: Array, W: Array, xs: Array, s_init: Array) -> Both:
    """Your states are computed with the logistic function. Which function does this network use?"""
    return _with(sigmoid, U, V, W, xs, s_init)


@misconception()
def activation_missing(U: Array, V: Array, W: Array, xs: Array, s_init: Array) -> Both:
    """Your states are sums without an activation. What keeps them between −1 and 1?"""
    return _with(lambda z: z, U, V, W, xs, s_init)
