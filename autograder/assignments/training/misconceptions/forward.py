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
    """The states are right, but the predictions are the scores V s_t. What makes scores into probabilities?"""
    ss, _ = updates.forward(U, V, W, xs, s_init)
    return ss, ss @ V.T


@misconception(credit=0.5)
def softmax_over_time(U: Array, V: Array, W: Array, xs: Array, s_init: Array) -> Both:
    """The predictions for one class sum to 1 over time. What should sum to 1: the classes of a step, or the steps?"""
    ss, _ = updates.forward(U, V, W, xs, s_init)
    return ss, softmax((ss @ V.T).T).T


@misconception(credit=0.4)
def softmax_over_everything(U: Array, V: Array, W: Array, xs: Array, s_init: Array) -> Both:
    """All predictions of all steps together sum to 1. How many predictions does the network make?"""
    ss, _ = updates.forward(U, V, W, xs, s_init)
    z = ss @ V.T
    return ss, softmax(z.ravel()).reshape(z.shape)


@misconception(credit=0.5)
def prediction_one_step_late(U: Array, V: Array, W: Array, xs: Array, s_init: Array) -> Both:
    """The prediction of a step is made from the state before it. Which state has seen x_t?"""
    ss, _ = updates.forward(U, V, W, xs, s_init)
    return ss, softmax(before(ss, s_init) @ V.T)


@misconception(credit=0.5)
def results_exchanged(U: Array, V: Array, W: Array, xs: Array, s_init: Array) -> Both:
    """The two results are exchanged. Which of them comes first?"""
    ss, yhats = updates.forward(U, V, W, xs, s_init)
    return yhats, ss


@misconception(credit=0.5)
def initial_state_returned(U: Array, V: Array, W: Array, xs: Array, s_init: Array) -> Both:
    """The state before step 1 is returned as well. How many rows do T steps make?"""
    ss, yhats = updates.forward(U, V, W, xs, s_init)
    return np.vstack([s_init, ss]), yhats


@misconception(credit=0.4)
def initial_state_in_both(U: Array, V: Array, W: Array, xs: Array, s_init: Array) -> Both:
    """There is a state and a prediction for the time before step 1. How many rows do T steps make?"""
    ss, _ = updates.forward(U, V, W, xs, s_init)
    longer = np.vstack([s_init, ss])
    return longer, softmax(longer @ V.T)


@misconception(credit=0.3)
def one_step_late(U: Array, V: Array, W: Array, xs: Array, s_init: Array) -> Both:
    """The rows are one step late: they start with the state before step 1. Which input has s_1 seen?"""
    ss = before(updates.forward(U, V, W, xs, s_init)[0], s_init)
    return ss, softmax(ss @ V.T)


@misconception(credit=0.3)
def initial_state_forgotten(U: Array, V: Array, W: Array, xs: Array, s_init: Array) -> Both:
    """Step 1 starts from zero here. What else can the state before it be?"""
    return updates.forward(U, V, W, xs, np.zeros(len(s_init)))


@misconception()
def no_recurrence(U: Array, V: Array, W: Array, xs: Array, s_init: Array) -> Both:
    """Every step starts from s_init anew. From where does s_2 know what happened in step 1?"""
    ss = np.array([np.tanh(U @ x + W @ s_init) for x in xs])
    return ss, softmax(ss @ V.T)


@misconception(credit=0.3)
def recurrent_weights_transposed(U: Array, V: Array, W: Array, xs: Array, s_init: Array) -> Both:
    """W is transposed on its way. Which index of W belongs to the unit that is computed: the first or the second?"""
    return updates.forward(U, V, W.T, xs, s_init)


@misconception(credit=0.3)
def sigmoid_states(U: Array, V: Array, W: Array, xs: Array, s_init: Array) -> Both:
    """These states come from the logistic function. Which one does this network use?"""
    return _with(sigmoid, U, V, W, xs, s_init)


@misconception()
def activation_missing(U: Array, V: Array, W: Array, xs: Array, s_init: Array) -> Both:
    """These states are sums without an activation. What keeps them between −1 and 1?"""
    return _with(lambda z: z, U, V, W, xs, s_init)
