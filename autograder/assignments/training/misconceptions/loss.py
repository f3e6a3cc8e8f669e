"""Wrong answers to `loss`."""

from __future__ import annotations

import numpy as np

from autograder import misconception
from autograder.assignments.reference.recurrence import Array
from autograder.assignments.reference.updates import loss


@misconception(credit=0.5)
def mean_over_steps(yhats: Array, ys: Array) -> float:
    """The result is divided by the number of steps. Is E the sum or the mean of the losses of the steps?"""
    return loss(yhats, ys) / len(ys)


@misconception(credit=0.3)
def mean_over_everything(yhats: Array, ys: Array) -> float:
    """The result is divided by the number of steps and of classes. Is E a sum or a mean?"""
    return loss(yhats, ys) / ys.size


@misconception(credit=0.5)
def one_loss_per_step(yhats: Array, ys: Array) -> Array:
    """You return one loss for every step. How do you combine them into one number?"""
    return np.asarray(-np.sum(ys * np.log(yhats), axis=-1))


@misconception(credit=0.5)
def minus_forgotten(yhats: Array, ys: Array) -> float:
    """The sign is wrong: a better prediction gives a larger loss. Which sign does the log of a probability have?"""
    return -loss(yhats, ys)


@misconception(credit=0.3)
def last_step_only(yhats: Array, ys: Array) -> float:
    """Your loss counts only the last step. What about the earlier predictions?"""
    return loss(yhats[-1:], ys[-1:])


@misconception(credit=0.2)
def labels_forgotten(yhats: Array, ys: Array) -> float:
    """Your loss counts all classes as if each were right. What is y_t for?"""
    return loss(yhats, np.ones(ys.shape))


@misconception(credit=0.2)
def other_classes_too(yhats: Array, ys: Array) -> float:
    """Your loss also has terms for the wrong classes, as if each class were a separate yes-or-no question. Which
    classes have a term in y · log ŷ?
    """
    return loss(yhats, ys) + loss(1.0 - yhats, 1.0 - ys)


@misconception(credit=0.4)
def another_base(yhats: Array, ys: Array) -> float:
    """You used the logarithm with base 2. Which logarithm has the derivative 1/x?"""
    return loss(yhats, ys) / float(np.log(2.0))


@misconception(credit=0.4)
def decimal_logarithm(yhats: Array, ys: Array) -> float:
    """You used the logarithm with base 10. Which logarithm has the derivative 1/x?"""
    return loss(yhats, ys) / float(np.log(10.0))


@misconception()
def roles_exchanged(yhats: Array, ys: Array) -> float:
    """You took the logarithm of the labels, or of labels clipped away from 0. Which is never 0, the label or the
    prediction?
    """
    summed: float = -np.sum(yhats * np.log(np.clip(ys, 1e-12, 1.0)))
    return summed


@misconception()
def logarithm_missing(yhats: Array, ys: Array) -> float:
    """The logarithm is missing. How large should the loss be if the right class gets no probability at all?"""
    return -np.sum(ys * yhats)


@misconception()
def squared_error(yhats: Array, ys: Array) -> float:
    """You summed the squared differences. Which loss does this network have?"""
    return np.sum((yhats - ys) ** 2)


@misconception()
def half_a_squared_error(yhats: Array, ys: Array) -> float:
    """You summed half of the squared differences. Which loss does this network have?"""
    return np.sum((yhats - ys) ** 2) / 2
