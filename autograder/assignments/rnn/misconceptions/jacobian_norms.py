"""Wrong answers to `jacobian-norms`."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from autograder import misconception
from autograder.assignments.reference import vanishing
from autograder.assignments.reference.rnn import Array, slope, state_jacobian
from autograder.assignments.rnn.misconceptions import state_jacobian as between


def _each(W: Array, hs: Array, norm: Callable[[Array], float]) -> Array:
    T = len(hs) - 1
    return np.array([norm(state_jacobian(W, hs, T, k)) for k in range(T + 1)])


@misconception(credit=0.4)
def frobenius_norm(W: Array, hs: Array) -> Array:
    """Your result is the Frobenius norm, NumPy's default for matrices. How far can the matrix stretch a vector?"""
    return _each(W, hs, lambda J: float(np.linalg.norm(J)))


@misconception(credit=0.4)
def largest_eigenvalue(W: Array, hs: Array) -> Array:
    """Your result is the largest |λ|. Does it tell how far M can stretch a vector if M is not symmetric?"""
    return _each(W, hs, lambda J: float(np.abs(np.linalg.eigvals(J)).max()))


@misconception(credit=0.4)
def squares_of_the_norms(W: Array, hs: Array) -> Array:
    """These are the squares of the norms. How do you get singular values from the eigenvalues of JᵀJ?"""
    return _each(W, hs, lambda J: float(np.linalg.norm(J, ord=2)) ** 2)


@misconception(credit=0.3)
def row_sums(W: Array, hs: Array) -> Array:
    """Your result is the largest row sum. Which norm is the largest singular value?"""
    return _each(W, hs, lambda J: float(np.linalg.norm(J, ord=np.inf)))


@misconception(credit=0.3)
def column_sums(W: Array, hs: Array) -> Array:
    """Your result is the largest column sum. Which norm is the largest singular value?"""
    return _each(W, hs, lambda J: float(np.linalg.norm(J, ord=1)))


@misconception(credit=0.3)
def product_of_the_norms(W: Array, hs: Array) -> Array:
    """You multiplied the norms of the steps, which gives only an upper bound. When is the norm of a product smaller
    than the product of the norms?
    """
    steps = [float(np.linalg.norm(np.diag(slope(h)) @ W, ord=2)) for h in hs[1:]]
    return np.array([np.prod(steps[k:]) for k in range(len(hs))])


@misconception(credit=0.5)
def order_reversed(W: Array, hs: Array) -> Array:
    """Your norms are in reverse order. For which k is the Jacobian the identity, and where does that k belong?"""
    return vanishing.jacobian_norms(W, hs)[::-1]


@misconception(credit=0.5)
def identity_missing(W: Array, hs: Array) -> Array:
    """The entry for k = T is missing. What is ∂h_T/∂h_T?"""
    return vanishing.jacobian_norms(W, hs)[:-1]


@misconception(credit=0.3)
def from_the_first_state(W: Array, hs: Array) -> Array:
    """These are the Jacobians of h_k with respect to h_0. Which state is differentiated, and with respect to which?"""
    return np.array([np.linalg.norm(state_jacobian(W, hs, k, 0), ord=2) for k in range(len(hs))])


@misconception(credit=0.2)
def slopes_missing(W: Array, hs: Array) -> Array:
    """These are norms of powers of W alone. What does σ contribute at every step?"""
    T = len(hs) - 1
    return np.array([np.linalg.norm(np.linalg.matrix_power(W, T - k), ord=2) for k in range(T + 1)])


@misconception(credit=0.3)
def product_reversed(W: Array, hs: Array) -> Array:
    """The Jacobians of the steps are multiplied in reverse order. On which side does the latest step belong?"""
    T = len(hs) - 1
    return np.array([np.linalg.norm(between.product_reversed.wrong(W, hs, T, k), ord=2) for k in range(T + 1)])
