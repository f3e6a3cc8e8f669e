"""Wrong answers to `grad-w` and `grad-u`: mistakes of a gradient on its way back through time.

The two questions differ only in the last factor of a term: the previous state for W, the input for U. Each mistake is
therefore made once, with the parts of which all terms consist.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

import numpy as np

from autograder import Misconception, misconception
from autograder.assignments.reference import updates
from autograder.assignments.reference.recurrence import Array, back_through_time, before


@dataclass(frozen=True, eq=False)
class Parts:
    """What the terms (t, k) of a gradient are built of; rows and steps are counted from 0.

    Attributes
    ----------
    W : ndarray, shape (n, n)
    states, slopes : ndarray, shape (T, n)
        The states, and the slope of tanh that belongs to each.
    dE_ds : ndarray, shape (T, n)
        Row t is ∂E_t/∂s_t.
    ends : ndarray, shape (T, n) or (T, d)
        Row k is what the parameter is multiplied by in step k.
    """

    W: Array
    states: Array
    slopes: Array
    dE_ds: Array
    ends: Array

    @property
    def triangle(self) -> list[tuple[int, int]]:
        """All pairs (t, k) with k ≤ t."""
        return [(t, k) for t in range(len(self.ends)) for k in range(t + 1)]

    @property
    def whole(self) -> Array:
        """The right gradient."""
        return back_through_time(self.W, self.slopes, self.dE_ds).T @ self.ends

    def step(self, j: int) -> Array:
        """∂s_j/∂s_{j−1}."""
        return np.diag(self.slopes[j]) @ self.W

    def between(self, t: int, k: int) -> Array:
        """∂s_t/∂s_k, the latest step on the left."""
        product = np.eye(len(self.W))
        for j in range(k + 1, t + 1):
            product = self.step(j) @ product
        return product

    def sum(self, pairs: Iterable[tuple[int, int]], row: Callable[[int, int], Array] | None = None) -> Array:
        """Sum terms; `row` is what arrives at s_k from E_t, by default what should."""
        row = row or (lambda t, k: self.dE_ds[t] @ self.between(t, k))
        zero = np.zeros((len(self.W), self.ends.shape[1]))
        return sum((np.outer(row(t, k) * self.slopes[k], self.ends[k]) for t, k in pairs), zero)


def parts(parameter: Literal["W", "U"], U: Array, V: Array, W: Array, xs: Array, ys: Array, s_init: Array) -> Parts:
    """Run the network and return the parts of the gradient with respect to a parameter."""
    ss, yhats = updates.forward(U, V, W, xs, s_init)
    return Parts(W, ss, 1.0 - ss**2, (yhats - ys) @ V, before(ss, s_init) if parameter == "W" else xs)


def known(parameter: Literal["W", "U"]) -> tuple[Misconception, ...]:
    """Return the misconceptions below as wrong answers to the question about W or U."""

    def wrong(mistake: Misconception, *arguments: Array) -> Array:
        result: Array = mistake.wrong(parts(parameter, *arguments))
        return result

    mistakes = [value for value in globals().values() if isinstance(value, Misconception)]
    return tuple(replace(mistake, wrong=partial(wrong, mistake)) for mistake in mistakes)


@misconception(credit=0.2)
def last_step_only(p: Parts) -> Array:
    """Your gradient counts only the last loss and the last step. In which other steps are the same weights used, and
    which losses do they affect?
    """
    T = len(p.ends) - 1
    return p.sum([(T, T)])


@misconception(credit=0.3)
def no_sum_over_t(p: Parts) -> Array:
    """Your gradient counts only the last loss. What do the earlier losses contribute to E?"""
    T = len(p.ends) - 1
    return p.sum((T, k) for k in range(T + 1))


@misconception(credit=0.3)
def no_sum_over_k(p: Parts) -> Array:
    """Your gradient counts the weights only in the step of each loss. Through which earlier states do they also affect
    it?
    """
    return p.sum((t, t) for t in range(len(p.ends)))


@misconception(credit=0.4)
def one_step_back_only(p: Parts) -> Array:
    """Your gradient counts the step of each loss and the one before it, but no earlier ones. Do earlier states also
    affect the loss?
    """
    return p.sum((t, k) for t, k in p.triangle if k >= t - 1)


@misconception(credit=0.5)
def first_step_missing(p: Parts) -> Array:
    """The terms of step 1 are missing. Are the weights also used there, if the state before it is not zero?"""
    return p.sum((t, k) for t, k in p.triangle if k > 0)


@misconception(credit=0.3)
def own_step_missing(p: Parts) -> Array:
    """The terms with k = t are missing. Are the weights used in the step that computes s_t?"""
    return p.sum((t, k) for t, k in p.triangle if k < t)


@misconception(credit=0.3)
def first_step_only(p: Parts) -> Array:
    """Your gradient counts the weights only in step 1, at the far end of the longest product. In which later steps are
    the same weights used?
    """
    return p.sum((t, 0) for t in range(len(p.ends)))


@misconception(credit=0.4)
def error_reversed(p: Parts) -> Array:
    """The sign is wrong: you subtract the prediction from the label. Should a score that is too high have a positive or
    a negative slope?
    """
    return -p.whole


@misconception(credit=0.3)
def last_slope_missing(p: Parts) -> Array:
    """The last factor of each term has no slope. What does the chain rule give for the tanh that computes s_k?"""
    return sum((np.outer(p.dE_ds[t] @ p.between(t, k), p.ends[k]) for t, k in p.triangle), np.zeros(p.whole.shape))


@misconception(credit=0.2)
def slopes_missing(p: Parts) -> Array:
    """Your gradient contains no slope of tanh. What factor does the chain rule give for it at every step?"""
    return replace(p, slopes=np.ones(p.slopes.shape)).whole


@misconception(credit=0.3)
def slope_of_sigmoid(p: Parts) -> Array:
    """Your slopes are s (1 − s). Which function has that slope, and which one does this network use?"""
    return replace(p, slopes=p.states * (1.0 - p.states)).whole


@misconception(credit=0.3)
def slope_at_the_state(p: Parts) -> Array:
    """You took the slopes at the states, as if tanh were applied twice. A state is already tanh of the pre-activation:
    how do you write the slope in terms of the state?
    """
    return replace(p, slopes=1.0 - np.tanh(p.states) ** 2).whole


@misconception(credit=0.4)
def product_reversed(p: Parts) -> Array:
    """The Jacobians of the steps are multiplied in reverse order. On which side does the latest step belong?"""

    def row(t: int, k: int) -> Array:
        product: Array = p.dE_ds[t]
        for j in range(k + 1, t + 1):
            product = product @ p.step(j)
        return product

    return p.sum(p.triangle, row)


@misconception(credit=0.3)
def row_vector_on_the_wrong_side(p: Parts) -> Array:
    """∂E_t/∂s_t is on the right of ∂s_t/∂s_k, or ∂s_t/∂s_k is transposed. Over which index is their product summed?"""
    return p.sum(p.triangle, lambda t, k: p.between(t, k) @ p.dE_ds[t])


@misconception(credit=0.3)
def weights_not_transposed(p: Parts) -> Array:
    """On its way back, the gradient is multiplied by W as in the forward pass. Going back from unit i of s_k to unit j
    of s_{k−1}, which entry of W does it pass?
    """
    return replace(p, W=p.W.T).whole


@misconception(credit=0.3)
def total_last_factor(p: Parts) -> Array:
    """Your last factor is the total derivative, so some terms are counted several times. Which state does the immediate
    derivative hold fixed?
    """
    return p.sum((t, j) for t, k in p.triangle for j in range(k + 1))


@misconception(credit=0.5)
def mean_over_time(p: Parts) -> Array:
    """The result is divided by the number of steps. Is E the sum or the mean of the losses of the steps?"""
    return p.whole / len(p.ends)


@misconception(credit=0.5)
def transposed(p: Parts) -> Array:
    """The result is transposed. Which index of the matrix belongs to the unit of s_k?"""
    return p.whole.T
