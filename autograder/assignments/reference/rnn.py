"""Backpropagation through time for h_t = σ(W h_{t−1} + U x_t), with L = Σ_t L_t and L_t a function of h_t.

Time is the leading axis and runs t = 0..T. The state before step 0, `h_init`, is a constant. Below, n is the number of
units and d the number of inputs; a Jacobian ∂y/∂x has shape (len(y), len(x)).

The formulas are those of P. J. Werbos, "Backpropagation through time: what it does and how to do it",
Proceedings of the IEEE 78 (1990), in the notation of R. Pascanu, T. Mikolov and Y. Bengio, "On the difficulty of
training recurrent neural networks", ICML 2013: ∂⁺ is the immediate derivative, which holds the previous state fixed.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from autograder.assignments.reference.recurrence import Array as Array, back_through_time, before, run

FIRST_K = 0
"""Where the inner sum of ∂L/∂W = Σ_t Σ_k (∂L_t/∂h_t)(∂h_t/∂h_k)(∂⁺h_k/∂W) starts: W acts on h_init already."""


def sigmoid(z: ArrayLike) -> Array:
    """Logistic function σ(z) = 1 / (1 + e^{−z}), elementwise.

    It is 1 / (1 + e) where z ≥ 0 and e / (1 + e) elsewhere, with e = e^{−|z|} ≤ 1, so that nothing overflows.

    Parameters
    ----------
    z : array_like, any shape

    Returns
    -------
    ndarray, the shape of `z`
    """
    z = np.asarray(z)
    negative = np.real(z) < 0
    e = np.exp(np.where(negative, z, -z))
    values: Array = np.where(negative, e, 1.0) / (1.0 + e)
    return values


def jacobian(W: Array, x: Array) -> Array:
    """Jacobian of y = σ(W x): ∂y/∂x = diag(σ′(W x)) W, where σ′(z) = σ(z) σ(−z).

    Parameters
    ----------
    W : ndarray, shape (n, d)
    x : ndarray, shape (d,)

    Returns
    -------
    ndarray, shape (n, d)
    """
    z = W @ x
    return np.diag(sigmoid(z) * sigmoid(-z)) @ W


def states(W: Array, U: Array, xs: Array, h_init: Array) -> Array:
    """States h_0, ..., h_T, where h_t = σ(W h_{t−1} + U x_t).

    Parameters
    ----------
    W : ndarray, shape (n, n)
    U : ndarray, shape (n, d)
    xs : ndarray, shape (T+1, d)
    h_init : ndarray, shape (n,)
        The state before step 0.

    Returns
    -------
    ndarray, shape (T+1, n)
    """
    return run(sigmoid, W, U, xs, h_init)


def slope(h: Array) -> Array:
    """σ′ at the pre-activation that gave the state h: σ′ = h (1 − h), elementwise.

    Parameters
    ----------
    h : ndarray, any shape

    Returns
    -------
    ndarray, the shape of `h`
    """
    return h * (1.0 - h)


def state_jacobian(W: Array, hs: Array, t: int, k: int) -> Array:
    """Jacobian ∂h_t/∂h_k = J_t J_{t−1} ... J_{k+1} of one-step Jacobians J_j = diag(σ′_j) W, the latest on the left.

    Parameters
    ----------
    W : ndarray, shape (n, n)
    hs : ndarray, shape (T+1, n)
        The states.
    t, k : int
        0 <= k <= t <= T.

    Returns
    -------
    ndarray, shape (n, n)
        The identity for k = t.
    """
    product = np.eye(len(W))
    for j in range(k + 1, t + 1):
        product = np.diag(slope(hs[j])) @ W @ product
    return product


def bptt_term(W: Array, hs: Array, h_init: Array, dL_dh: Array, t: int, k: int) -> Array:
    """One term of the double sum for ∂L/∂W: (∂L_t/∂h_t) (∂h_t/∂h_k) (∂⁺h_k/∂W).

    The last factor is immediate: it holds h_{k−1} fixed. Unit i of h_k depends on row i of W alone, with
    ∂⁺h_k[i]/∂W[i, j] = σ′_k[i] h_{k−1}[j], so a row vector r times it is the matrix (r ⊙ σ′_k) h_{k−1}ᵀ.

    Parameters
    ----------
    W : ndarray, shape (n, n)
    hs : ndarray, shape (T+1, n)
        The states.
    h_init : ndarray, shape (n,)
        The state before step 0.
    dL_dh : ndarray, shape (T+1, n)
        Row t is ∂L_t/∂h_t.
    t, k : int
        0 <= k <= t <= T.

    Returns
    -------
    ndarray, shape (n, n)
    """
    dL_dh_k = dL_dh[t] @ state_jacobian(W, hs, t, k)
    h_before = hs[k - 1] if k > 0 else h_init
    return np.outer(dL_dh_k * slope(hs[k]), h_before)


def bptt(W: Array, U: Array, xs: Array, h_init: Array, dL_dh: Array) -> Array:
    """Gradient ∂L/∂W = Σ_k (∂L/∂z_k) h_{k−1}ᵀ by one sweep back through time, z_k being the pre-activation of step k.

    Parameters
    ----------
    W : ndarray, shape (n, n)
    U : ndarray, shape (n, d)
    xs : ndarray, shape (T+1, d)
    h_init : ndarray, shape (n,)
        The state before step 0, a constant.
    dL_dh : ndarray, shape (T+1, n)
        Row t is ∂L_t/∂h_t.

    Returns
    -------
    ndarray, shape (n, n)
    """
    hs = states(W, U, xs, h_init)
    return back_through_time(W, slope(hs), dL_dh).T @ before(hs, h_init)
