"""Wrong answers to `state-jacobian`."""

from __future__ import annotations

import numpy as np

from autograder import misconception
from autograder.assignments.reference.rnn import Array, sigmoid, slope, state_jacobian


def _step(W: Array, h: Array) -> Array:
    return np.diag(slope(h)) @ W


def _product(factors: list[Array], n: int) -> Array:
    product = np.eye(n)
    for factor in factors:
        product = product @ factor
    return product


@misconception(credit=0.4)
def product_reversed(W: Array, hs: Array, t: int, k: int) -> Array:
    """You have the right factors in reverse order. The step to h_{k+1} is the first to act on a vector in h_k: on which
    side of the product does that step belong?
    """
    return _product([_step(W, hs[j]) for j in range(k + 1, t + 1)], len(W))


@misconception(credit=0.2)
def slopes_missing(W: Array, hs: Array, t: int, k: int) -> Array:
    """Your result is a power of W alone. Which factor does σ contribute at every step?"""
    return np.linalg.matrix_power(W, t - k)


@misconception(credit=0.4)
def slopes_one_step_early(W: Array, hs: Array, t: int, k: int) -> Array:
    """You used the slopes of steps k to t − 1. The step from h_{j−1} to h_j applies σ once: which of the two states
    determines its slope?
    """
    return _product([_step(W, hs[j]) for j in range(t - 1, k - 1, -1)], len(W))


@misconception(credit=0.3)
def one_factor_too_many(W: Array, hs: Array, t: int, k: int) -> Array:
    """You have one factor too many. How many steps are there from h_k to h_t, and how many if t = k?"""
    return _product([_step(W, hs[j]) for j in range(t, k - 1, -1)], len(W))


@misconception(credit=0.3)
def one_factor_too_few(W: Array, hs: Array, t: int, k: int) -> Array:
    """You have one factor too few. How many steps are there from h_k to h_t?"""
    return _product([_step(W, hs[j]) for j in range(t, k + 1, -1)], len(W))


@misconception(credit=0.3)
def one_jacobian_for_all_steps(W: Array, hs: Array, t: int, k: int) -> Array:
    """You raised the Jacobian of one step to a power. Is the slope the same at every step?"""
    return np.linalg.matrix_power(_step(W, hs[t]), t - k)


@misconception(credit=0.4)
def columns_scaled(W: Array, hs: Array, t: int, k: int) -> Array:
    """Every step multiplies by its slopes on the wrong side of W. Do the slopes belong to the old state or to the new
    one?
    """
    return _product([W @ np.diag(slope(hs[j])) for j in range(t, k, -1)], len(W))


@misconception(credit=0.5)
def transposed(W: Array, hs: Array, t: int, k: int) -> Array:
    """The result is transposed. Which index belongs to h_t, the row or the column?"""
    return state_jacobian(W, hs, t, k).T


@misconception(credit=0.2)
def slope_of_the_state(W: Array, hs: Array, t: int, k: int) -> Array:
    """You took the slope at the state, as if σ were applied twice. The state is already σ of the pre-activation: how do
    you write σ′ in terms of σ?
    """
    return _product([_step(W, sigmoid(hs[j])) for j in range(t, k, -1)], len(W))
