"""Wrong answers to `grad-w` alone: with the wrong state at the end of a term."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from autograder import misconception
from autograder.assignments.reference import updates
from autograder.assignments.reference.recurrence import Array
from autograder.assignments.training.misconceptions.through_time import parts


@misconception(credit=0.4)
def state_instead_of_previous_state(U: Array, V: Array, W: Array, xs: Array, ys: Array, s_init: Array) -> Array:
    """The last factor of each term uses s_k itself. Which state is multiplied by W when s_k is computed?"""
    p = parts("W", U, V, W, xs, ys, s_init)
    return replace(p, ends=p.states).whole


@misconception(credit=0.5)
def initial_state_from_the_end(U: Array, V: Array, W: Array, xs: Array, ys: Array, s_init: Array) -> Array:
    """For step 1, your previous state comes from the end of the array, because Python's index −1 is the last entry.
    Which state comes before s_1?
    """
    p = parts("W", U, V, W, xs, ys, s_init)
    return replace(p, ends=np.roll(p.states, 1, axis=0)).whole


@misconception(credit=0.3)
def initial_state_forgotten(U: Array, V: Array, W: Array, xs: Array, ys: Array, s_init: Array) -> Array:
    """Your network starts from zero instead of s_init. What other values can the state before step 1 have?"""
    return updates.grad_W(U, V, W, xs, ys, np.zeros(len(s_init)))
