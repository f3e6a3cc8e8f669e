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
    """The right factors in the reversed order. A vector in h_k is moved by the step to h_{k+1} first: on which side of
    the product does that step stand?
    """
    return _product([_step(W, hs[j]) for j in range(k + 1, t + 1)], len(W))


@misconception(credit=0.2)
def slopes_missing(W: Array, hs: Array, t: int, k: int) -> Array:
    """A power of W alone. What does σ contribute at every step?"""
    return np.linalg.matrix_power(W, t - k)


@misconception(credit=0.4)
def slopes_one_step_early(W: Array, hs: Array, t: int, k: int) -> Array:
    """The slopes of steps k to t − 1 were taken. The step from h_{j−1} to h_j goes through σ once: is its slope known
    from h_{j−1} or from h_j?
    """
    return _product([_step(W, hs[j]) for j in range(t - 1, k - 1, -1)], len(W))


@misconception(credit=0.3)
def one_factor_too_many(W: Array, hs: Array, t: int, k: int) -> Array:
    """There is one factor too many. How many steps are there from h_k to h_t, and how many if t = k?"""
    return _product([_step(W, hs[j]) for j in range(t, k - 1, -1)], len(W))


@misconception(credit=0.3)
def one_factor_too_few(W: Array, hs: Array, t: int, k: int) -> Array:
    """There is one factor too few. How many steps are there from h_k to h_t?"""
    return _product([_step(W, hs[j]) for j in range(t, k + 1, -1)], len(W))


@misconception(credit=0.3)
def one_jacobian_for_all_steps(W: Array, hs: Array, t: int, k: int) -> Array:
    """The Jacobian of one step was raised to a power. Is the slope the same at every step?"""
    return np.linalg.matrix_power(_step(W, hs[t]), t - k)


@misconception(credit=0.4)
def columns_scaled(W: Array, hs: Array, t: int, k: int) -> Array:
    """Every step multiplies by its slopes on the wrong side of W. Do they belong to the state that goes in or to the
    one that comes out?
    """
    return _product([W @ np.diag(slope(hs[j])) for j in range(t, k, -1)], len(W))


@misconception(credit=0.5)
def transposed(W: Array, hs: Array, t: int, k: int) -> Array:
    """The result is transposed. Which index belongs to h_t: that of the row or that of the column?"""
    return state_jacobian(W, hs, t, k).T


@misconception(credit=0.2)
def slope_of_the_state(W: Array, hs: Array, t: int, k: int) -> Array:
    """The slope was taken at the state, as if σ came twice. The state is σ of the pre-activation already: how is σ′
    written in terms of σ?
    """
    return _product([_step(W, sigmoid(hs[j])) for j in range(t, k, -1)], len(W))
