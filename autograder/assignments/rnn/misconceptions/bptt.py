"""Wrong answers to `bptt`: terms left out or counted twice, and factors that are mixed up in every term."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from autograder import misconception
from autograder.assignments.reference import rnn
from autograder.assignments.reference.rnn import Array, slope
from autograder.assignments.rnn.misconceptions import bptt_term as one

Term = Callable[..., Array]


def _triangle(T: int) -> Iterable[tuple[int, int]]:
    return ((t, k) for t in range(T + 1) for k in range(t + 1))


def _sum(
    W: Array, U: Array, xs: Array, h_init: Array, dL_dh: Array, pairs: Iterable[tuple[int, int]], term: Term
) -> Array:
    hs = rnn.states(W, U, xs, h_init)
    return sum((term(W, hs, h_init, dL_dh, t, k) for t, k in pairs), np.zeros(W.shape))


@misconception(credit=0.2)
def last_step_only(W: Array, U: Array, xs: Array, h_init: Array, dL_dh: Array) -> Array:
    """Your gradient counts only W in the last step and only the last loss. Where else does W act, and which losses does
    it affect?
    """
    T = len(xs) - 1
    return _sum(W, U, xs, h_init, dL_dh, [(T, T)], rnn.bptt_term)


@misconception(credit=0.3)
def no_sum_over_t(W: Array, U: Array, xs: Array, h_init: Array, dL_dh: Array) -> Array:
    """Your gradient counts only the last loss. What do the earlier losses contribute to L?"""
    T = len(xs) - 1
    return _sum(W, U, xs, h_init, dL_dh, ((T, k) for k in range(T + 1)), rnn.bptt_term)


@misconception(credit=0.3)
def no_sum_over_k(W: Array, U: Array, xs: Array, h_init: Array, dL_dh: Array) -> Array:
    """Your gradient counts W only in the step of each loss. Through which earlier states does W also affect it?"""
    return _sum(W, U, xs, h_init, dL_dh, ((t, t) for t in range(len(xs))), rnn.bptt_term)


@misconception(credit=0.5)
def sum_from_one(W: Array, U: Array, xs: Array, h_init: Array, dL_dh: Array) -> Array:
    """The terms with k = 0 are missing. Does h_0 depend on W, if the state before it is not zero?"""
    pairs = ((t, k) for t, k in _triangle(len(xs) - 1) if k > 0)
    return _sum(W, U, xs, h_init, dL_dh, pairs, rnn.bptt_term)


@misconception(credit=0.3)
def own_step_missing(W: Array, U: Array, xs: Array, h_init: Array, dL_dh: Array) -> Array:
    """The terms with k = t are missing. Does W act in the step that computes h_t?"""
    pairs = ((t, k) for t, k in _triangle(len(xs) - 1) if k < t)
    return _sum(W, U, xs, h_init, dL_dh, pairs, rnn.bptt_term)


@misconception(credit=0.4)
def state_instead_of_previous_state(W: Array, U: Array, xs: Array, h_init: Array, dL_dh: Array) -> Array:
    """The last factor of each term uses h_k itself. Which state is multiplied by W when h_k is computed?"""
    return _sum(W, U, xs, h_init, dL_dh, _triangle(len(xs) - 1), one.state_instead_of_previous_state.wrong)


@misconception(credit=0.5)
def initial_state_from_the_end(W: Array, U: Array, xs: Array, h_init: Array, dL_dh: Array) -> Array:
    """For k = 0, your previous state comes from the end of the list, because Python's index −1 is the last entry. Which
    state comes before h_0?
    """
    return _sum(W, U, xs, h_init, dL_dh, _triangle(len(xs) - 1), one.initial_state_from_the_end.wrong)


@misconception(credit=0.3)
def initial_state_forgotten(W: Array, U: Array, xs: Array, h_init: Array, dL_dh: Array) -> Array:
    """Your network starts from zero instead of h_init. What other values can the state before step 0 have?"""
    return rnn.bptt(W, U, xs, np.zeros(len(h_init)), dL_dh)


@misconception(credit=0.3)
def last_slope_missing(W: Array, U: Array, xs: Array, h_init: Array, dL_dh: Array) -> Array:
    """The last factor of each term has no slope. What factor does the chain rule give for the σ between W h_{k−1} and
    h_k?
    """
    return _sum(W, U, xs, h_init, dL_dh, _triangle(len(xs) - 1), one.last_slope_missing.wrong)


@misconception(credit=0.4)
def product_reversed(W: Array, U: Array, xs: Array, h_init: Array, dL_dh: Array) -> Array:
    """The Jacobians of the steps are multiplied in reverse order. On which side does the latest step belong?"""
    return _sum(W, U, xs, h_init, dL_dh, _triangle(len(xs) - 1), one.product_reversed.wrong)


@misconception(credit=0.3)
def row_vector_on_the_wrong_side(W: Array, U: Array, xs: Array, h_init: Array, dL_dh: Array) -> Array:
    """∂L_t/∂h_t is on the right of ∂h_t/∂h_k, or ∂h_t/∂h_k is transposed. Over which index is their product summed?"""
    return _sum(W, U, xs, h_init, dL_dh, _triangle(len(xs) - 1), one.row_vector_on_the_wrong_side.wrong)


@misconception(credit=0.3)
def weights_not_transposed(W: Array, U: Array, xs: Array, h_init: Array, dL_dh: Array) -> Array:
    """On its way back, the gradient is multiplied by W as in the forward pass. Going back from unit i of h_k to unit j
    of h_{k−1}, which entry of W does it pass?
    """
    hs = rnn.states(W, U, xs, h_init)
    gradient, later = np.zeros(W.shape), np.zeros(len(W))
    for k in reversed(range(len(xs))):
        dz = (dL_dh[k] + later) * slope(hs[k])
        gradient += np.outer(dz, hs[k - 1] if k > 0 else h_init)
        later = W @ dz
    return gradient


@misconception(credit=0.3)
def total_last_factor(W: Array, U: Array, xs: Array, h_init: Array, dL_dh: Array) -> Array:
    """Your last factor is the total derivative, so some terms are counted several times. Which state does the immediate
    derivative hold fixed?
    """
    return _sum(W, U, xs, h_init, dL_dh, _triangle(len(xs) - 1), one.total_last_factor.wrong)


@misconception(credit=0.5)
def mean_over_time(W: Array, U: Array, xs: Array, h_init: Array, dL_dh: Array) -> Array:
    """The result is divided by the number of steps. Is L the sum or the mean of the L_t?"""
    return rnn.bptt(W, U, xs, h_init, dL_dh) / len(xs)


@misconception(credit=0.5)
def transposed(W: Array, U: Array, xs: Array, h_init: Array, dL_dh: Array) -> Array:
    """The result is transposed. Which index of W belongs to the unit of h_k, and which to the unit of h_{k−1}?"""
    return rnn.bptt(W, U, xs, h_init, dL_dh).T
