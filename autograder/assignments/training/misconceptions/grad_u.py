"""Wrong answers to `grad-u` alone: with the wrong input at the end of a term."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from autograder import misconception
from autograder.assignments.reference import updates
from autograder.assignments.reference.recurrence import Array
from autograder.assignments.training.misconceptions.through_time import parts


@misconception(credit=0.4)
def input_of_the_step_before(U: Array, V: Array, W: Array, xs: Array, ys: Array, s_init: Array) -> Array:
    """The last factor of each term uses the input of the previous step. Which input enters s_k directly?"""
    p = parts("U", U, V, W, xs, ys, s_init)
    return replace(p, ends=np.vstack([np.zeros(xs.shape[1]), xs[:-1]])).whole


@misconception(credit=0.3)
def input_of_the_loss_step(U: Array, V: Array, W: Array, xs: Array, ys: Array, s_init: Array) -> Array:
    """The last factor of each term uses the input of the step of the loss. At which step does U act in this term?"""
    p = parts("U", U, V, W, xs, ys, s_init)
    terms = (np.outer(p.dE_ds[t] @ p.between(t, k) * p.slopes[k], xs[t]) for t, k in p.triangle)
    return sum(terms, np.zeros(U.shape))


@misconception(credit=0.3)
def initial_state_forgotten(U: Array, V: Array, W: Array, xs: Array, ys: Array, s_init: Array) -> Array:
    """Your network starts from zero instead of s_init. What other values can the state before step 1 have?"""
    return updates.grad_U(U, V, W, xs, ys, np.zeros(len(s_init)))
