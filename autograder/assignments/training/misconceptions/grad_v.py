"""Wrong answers to `grad-v`."""

from __future__ import annotations

import numpy as np

from autograder import misconception
from autograder.assignments.reference import updates
from autograder.assignments.reference.recurrence import Array, before


@misconception(credit=0.3)
def last_step_only(U: Array, V: Array, W: Array, xs: Array, ys: Array, s_init: Array) -> Array:
    """Your gradient counts only the prediction of the last step. In how many steps is V used?"""
    ss, yhats = updates.forward(U, V, W, xs, s_init)
    return np.outer(yhats[-1] - ys[-1], ss[-1])


@misconception(credit=0.4)
def error_reversed(U: Array, V: Array, W: Array, xs: Array, ys: Array, s_init: Array) -> Array:
    """The sign is wrong: you subtract the prediction from the label. Should a score that is too high have a positive or
    a negative slope?
    """
    return -updates.grad_V(U, V, W, xs, ys, s_init)


@misconception(credit=0.4)
def state_before(U: Array, V: Array, W: Array, xs: Array, ys: Array, s_init: Array) -> Array:
    """You use the state of the previous step. Which state is multiplied by V when ŷ_t is computed?"""
    ss, yhats = updates.forward(U, V, W, xs, s_init)
    return (yhats - ys).T @ before(ss, s_init)


@misconception(credit=0.5)
def mean_over_time(U: Array, V: Array, W: Array, xs: Array, ys: Array, s_init: Array) -> Array:
    """The result is divided by the number of steps. Is E the sum or the mean of the losses of the steps?"""
    return updates.grad_V(U, V, W, xs, ys, s_init) / len(xs)


@misconception(credit=0.5)
def transposed(U: Array, V: Array, W: Array, xs: Array, ys: Array, s_init: Array) -> Array:
    """The result is transposed. Which index of V belongs to the class, and which to the unit?"""
    return updates.grad_V(U, V, W, xs, ys, s_init).T


@misconception(credit=0.3)
def sums_multiplied(U: Array, V: Array, W: Array, xs: Array, ys: Array, s_init: Array) -> Array:
    """You summed errors and states over time before multiplying them. Is the error of one step multiplied by the state
    of another?
    """
    ss, yhats = updates.forward(U, V, W, xs, s_init)
    return np.outer((yhats - ys).sum(axis=0), ss.sum(axis=0))


@misconception(credit=0.2)
def labels_forgotten(U: Array, V: Array, W: Array, xs: Array, ys: Array, s_init: Array) -> Array:
    """Your gradient does not use the labels. How does it know which class is right?"""
    ss, yhats = updates.forward(U, V, W, xs, s_init)
    return yhats.T @ ss


@misconception(credit=0.2)
def predictions_forgotten(U: Array, V: Array, W: Array, xs: Array, ys: Array, s_init: Array) -> Array:
    """Your gradient does not use the predictions. Does a nearly right one need the same change as a wrong one?"""
    ss, _ = updates.forward(U, V, W, xs, s_init)
    return -ys.T @ ss


@misconception(credit=0.3)
def slope_of_softmax_missing(U: Array, V: Array, W: Array, xs: Array, ys: Array, s_init: Array) -> Array:
    """The slope of the loss with respect to ŷ_t goes straight to V. Which function lies between the scores V s_t and
    ŷ_t?
    """
    ss, yhats = updates.forward(U, V, W, xs, s_init)
    return (-ys / yhats).T @ ss


@misconception(credit=0.3)
def softmax_taken_entry_by_entry(U: Array, V: Array, W: Array, xs: Array, ys: Array, s_init: Array) -> Array:
    """You used only the diagonal of ∂ŷ/∂z. Does the probability of a class depend on the scores of the others?"""
    ss, yhats = updates.forward(U, V, W, xs, s_init)
    return (-ys * (1.0 - yhats)).T @ ss


@misconception(credit=0.3)
def slope_of_softmax_twice(U: Array, V: Array, W: Array, xs: Array, ys: Array, s_init: Array) -> Array:
    """You multiplied the difference of prediction and label by ŷ (1 − ŷ). Which factors of the chain rule does this
    difference already contain?
    """
    ss, yhats = updates.forward(U, V, W, xs, s_init)
    return ((yhats - ys) * yhats * (1.0 - yhats)).T @ ss


@misconception(credit=0.3)
def slope_of_tanh_too_many(U: Array, V: Array, W: Array, xs: Array, ys: Array, s_init: Array) -> Array:
    """Your gradient contains a slope of tanh. Does the path from the loss to V pass through tanh?"""
    ss, yhats = updates.forward(U, V, W, xs, s_init)
    return (yhats - ys).T @ (ss * (1.0 - ss**2))


@misconception(credit=0.3)
def initial_state_forgotten(U: Array, V: Array, W: Array, xs: Array, ys: Array, s_init: Array) -> Array:
    """Your network starts from zero instead of s_init. What other values can the state before step 1 have?"""
    return updates.grad_V(U, V, W, xs, ys, np.zeros(len(s_init)))
