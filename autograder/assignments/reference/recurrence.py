"""What simple recurrent networks share, whatever their activation φ: h_t = φ(W h_{t−1} + U x_t), there and back.

Time is the leading axis. The state before the first step, `h_init`, is a constant. Below, n is the number of units,
d the number of inputs and T the number of steps.

Going back, a gradient is P. J. Werbos's: "Backpropagation through time: what it does and how to do it", Proceedings of
the IEEE 78 (1990).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def run(activation: Callable[[Array], Array], W: Array, U: Array, xs: Array, h_init: Array) -> Array:
    """States of all steps, without the one before the first.

    Parameters
    ----------
    activation : callable
        φ, elementwise.
    W : ndarray, shape (n, n)
    U : ndarray, shape (n, d)
    xs : ndarray, shape (T, d)
    h_init : ndarray, shape (n,)

    Returns
    -------
    ndarray, shape (T, n)
    """
    hs = []
    h = h_init
    for x in xs:
        h = activation(W @ h + U @ x)
        hs.append(h)
    return np.array(hs)


def before(hs: Array, h_init: Array) -> Array:
    """The state before each step: `h_init`, and then all states but the last.

    Parameters
    ----------
    hs : ndarray, shape (T, n)
    h_init : ndarray, shape (n,)

    Returns
    -------
    ndarray, shape (T, n)
    """
    return np.vstack([h_init, hs[:-1]])


def back_through_time(W: Array, slopes: Array, dL_dh: Array) -> Array:
    """Gradients of L = Σ_t L_t by the pre-activations z_k = W h_{k−1} + U x_k, by one sweep from the last step.

    `dL_dh_k` collects Σ_{t≥k} (∂L_t/∂h_t) (∂h_t/∂h_k), so each k has all its terms at once. By the immediate derivative
    of z_k, ∂L/∂W = Σ_k dL_dz_k h_{k−1}ᵀ and ∂L/∂U = Σ_k dL_dz_k x_kᵀ.

    Parameters
    ----------
    W : ndarray, shape (n, n)
    slopes : ndarray, shape (T, n)
        Row k is φ′(z_k).
    dL_dh : ndarray, shape (T, n)
        Row t is ∂L_t/∂h_t.

    Returns
    -------
    ndarray, shape (T, n)
        Row k is ∂L/∂z_k.
    """
    dL_dz = np.zeros(dL_dh.shape)
    from_later = np.zeros(len(W))
    for k in reversed(range(len(dL_dh))):
        dL_dh_k = dL_dh[k] + from_later
        dL_dz[k] = dL_dh_k * slopes[k]
        from_later = dL_dz[k] @ W
    return dL_dz
