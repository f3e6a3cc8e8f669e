"""Training a recurrent network: s_t = tanh(U x_t + W s_{t−1}), z_t = V s_t, ŷ_t = softmax(z_t), E = −Σ_t y_t · log ŷ_t.

There are T steps, t = 1..T, and row t − 1 of `xs`, `ys` and what is computed belongs to step t. `s_init`, the state
before step 1, is a constant. Below, n is the number of units, d of inputs and m of classes; `ys` is one-hot.

That softmax and cross-entropy together have the gradient ŷ − y is due to J. S. Bridle, "Probabilistic interpretation of
feedforward classification network outputs", in Neurocomputing (1990).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from autograder.assignments.reference.recurrence import Array, back_through_time, before, run


def softmax(z: ArrayLike) -> Array:
    """Softmax over the last axis: e^{z_i} / Σ_j e^{z_j}.

    The largest entry is subtracted first: it cancels, and no exponential is larger than 1.

    Parameters
    ----------
    z : array_like, any shape with at least one axis

    Returns
    -------
    ndarray, the shape of `z`
    """
    z = np.asarray(z)
    e = np.exp(z - np.max(np.real(z), axis=-1, keepdims=True))
    return np.asarray(e / np.sum(e, axis=-1, keepdims=True))


def forward(U: Array, V: Array, W: Array, xs: Array, s_init: Array) -> tuple[Array, Array]:
    """States s_1, ..., s_T and predictions ŷ_1, ..., ŷ_T.

    Parameters
    ----------
    U : ndarray, shape (n, d)
    V : ndarray, shape (m, n)
    W : ndarray, shape (n, n)
    xs : ndarray, shape (T, d)
    s_init : ndarray, shape (n,)

    Returns
    -------
    ss : ndarray, shape (T, n)
    yhats : ndarray, shape (T, m)
    """
    ss = run(np.tanh, W, U, xs, s_init)
    return ss, softmax(ss @ V.T)


def loss(yhats: Array, ys: Array) -> float:
    """Cross-entropy E = −Σ_t y_t · log ŷ_t, summed over all steps.

    Parameters
    ----------
    yhats : ndarray, shape (T, m)
        Positive.
    ys : ndarray, shape (T, m)
        One-hot.

    Returns
    -------
    float
    """
    summed: float = -np.sum(ys * np.log(yhats))
    return summed


def grad_V(U: Array, V: Array, W: Array, xs: Array, ys: Array, s_init: Array) -> Array:
    """Gradient ∂E/∂V = Σ_t (ŷ_t − y_t) s_tᵀ.

    Parameters
    ----------
    U : ndarray, shape (n, d)
    V : ndarray, shape (m, n)
    W : ndarray, shape (n, n)
    xs : ndarray, shape (T, d)
    ys : ndarray, shape (T, m)
    s_init : ndarray, shape (n,)

    Returns
    -------
    ndarray, shape (m, n)
    """
    ss, yhats = forward(U, V, W, xs, s_init)
    return (yhats - ys).T @ ss


def grad_W(U: Array, V: Array, W: Array, xs: Array, ys: Array, s_init: Array) -> Array:
    """Gradient ∂E/∂W = Σ_k δ_k s_{k−1}ᵀ, where δ_k is the gradient of E by the pre-activation of step k.

    Parameters
    ----------
    U, V, W, xs, ys, s_init : ndarray
        As for `grad_V`.

    Returns
    -------
    ndarray, shape (n, n)
    """
    ss, yhats = forward(U, V, W, xs, s_init)
    return deltas(V, W, ss, yhats, ys).T @ before(ss, s_init)


def grad_U(U: Array, V: Array, W: Array, xs: Array, ys: Array, s_init: Array) -> Array:
    """Gradient ∂E/∂U = Σ_k δ_k x_kᵀ.

    Parameters
    ----------
    U, V, W, xs, ys, s_init : ndarray
        As for `grad_V`.

    Returns
    -------
    ndarray, shape (n, d)
    """
    ss, yhats = forward(U, V, W, xs, s_init)
    return deltas(V, W, ss, yhats, ys).T @ xs


def deltas(V: Array, W: Array, ss: Array, yhats: Array, ys: Array) -> Array:
    """Gradients δ_k of E by the pre-activations U x_k + W s_{k−1}, through all later steps.

    ∂E_t/∂s_t = (ŷ_t − y_t)ᵀ V, and the slope of tanh is 1 − s².

    Parameters
    ----------
    V : ndarray, shape (m, n)
    W : ndarray, shape (n, n)
    ss : ndarray, shape (T, n)
    yhats, ys : ndarray, shape (T, m)

    Returns
    -------
    ndarray, shape (T, n)
    """
    return back_through_time(W, 1.0 - ss**2, (yhats - ys) @ V)


def sgd_step(
    U: Array, V: Array, W: Array, xs: Array, ys: Array, s_init: Array, lr: float
) -> tuple[Array, Array, Array]:
    """One step of gradient descent: every parameter less `lr` times its gradient, all gradients at the old parameters.

    Parameters
    ----------
    U, V, W, xs, ys, s_init : ndarray
        As for `grad_V`.
    lr : float
        The learning rate, positive.

    Returns
    -------
    U, V, W : ndarray, the shapes of the parameters
    """
    arguments = (U, V, W, xs, ys, s_init)
    return U - lr * grad_U(*arguments), V - lr * grad_V(*arguments), W - lr * grad_W(*arguments)
