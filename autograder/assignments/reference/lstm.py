"""An LSTM without biases, forwards and backwards.

f = σ(W_f h_prev + U_f x), i = σ(W_i h_prev + U_i x), o = σ(W_o h_prev + U_o x), g = tanh(W_c h_prev + U_c x),
c = f ⊙ c_prev + i ⊙ g, h = o ⊙ tanh(c).

`params` is a dict with the keys W_f, W_i, W_o, W_c, each of shape (n, n), and U_f, U_i, U_o, U_c, each (n, d).
Time is the leading axis and runs t = 0..T; `h_init` and `c_init`, the state before step 0, are constants.

The forget gate is due to F. A. Gers, J. Schmidhuber and F. Cummins, "Learning to forget: continual prediction with
LSTM", Neural Computation 12 (2000); the gradient here is the full one, through every gate.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from autograder.assignments.reference.rnn import Array, sigmoid

Params = Mapping[str, Array]

ALWAYS_POSITIVE = frozenset({"f", "i", "o"})
"""Those of f, i, o, g, c and h that are positive whatever the parameters and inputs are: the values of σ."""

DCT_DCK = 1
"""∂c_t/∂c_k when f = 1 and i = 0, for each component: the cell is copied."""


def lstm_step(params: Params, h_prev: Array, c_prev: Array, x: Array) -> tuple[Array, ...]:
    """One step of the LSTM.

    Parameters
    ----------
    params : dict of ndarray
    h_prev, c_prev : ndarray, shape (n,)
    x : ndarray, shape (d,)

    Returns
    -------
    f, i, o, g, c, h : ndarray, shape (n,)
    """
    f = sigmoid(params["W_f"] @ h_prev + params["U_f"] @ x)
    i = sigmoid(params["W_i"] @ h_prev + params["U_i"] @ x)
    o = sigmoid(params["W_o"] @ h_prev + params["U_o"] @ x)
    g = np.tanh(params["W_c"] @ h_prev + params["U_c"] @ x)
    c = f * c_prev + i * g
    h = o * np.tanh(c)
    return f, i, o, g, c, h


def lstm_states(params: Params, xs: Array, h_init: Array, c_init: Array) -> tuple[Array, Array]:
    """States h_0, ..., h_T and cells c_0, ..., c_T.

    Parameters
    ----------
    params : dict of ndarray
    xs : ndarray, shape (T+1, d)
    h_init, c_init : ndarray, shape (n,)

    Returns
    -------
    hs, cs : ndarray, shape (T+1, n)
    """
    hs, cs = [], []
    h, c = h_init, c_init
    for x in xs:
        *_, c, h = lstm_step(params, h, c, x)
        hs.append(h)
        cs.append(c)
    return np.array(hs), np.array(cs)


def cell_gradient(fs: Array, t: int, k: int) -> Array:
    """Jacobian ∂c_t/∂c_k along the cell path, gates held fixed: diag(f_t ⊙ f_{t−1} ⊙ ... ⊙ f_{k+1}).

    Parameters
    ----------
    fs : ndarray, shape (T+1, n)
        The forget gates.
    t, k : int
        0 <= k <= t <= T.

    Returns
    -------
    ndarray, shape (n, n)
        The identity for k = t.
    """
    return np.diag(np.prod(fs[k + 1 : t + 1], axis=0))


def lstm_bptt(params: Params, xs: Array, h_init: Array, c_init: Array, dL_dh: Array) -> dict[str, Array]:
    """Full gradient of L = Σ_t L_t by every parameter, by one sweep back through time.

    Going backwards, what arrives at h_t and c_t from later steps is added to what L_t sends to h_t. From there it
    goes through o and tanh(c) to the cell, from the cell to f, i and g, and through all four to h_{t−1}.

    Parameters
    ----------
    params : dict of ndarray
    xs : ndarray, shape (T+1, d)
    h_init, c_init : ndarray, shape (n,)
    dL_dh : ndarray, shape (T+1, n)
        Row t is ∂L_t/∂h_t.

    Returns
    -------
    dict of ndarray
        The keys and shapes of `params`.
    """
    hs, cs = lstm_states(params, xs, h_init, c_init)
    gradients = {name: np.zeros(value.shape) for name, value in params.items()}
    h_from_later = np.zeros(h_init.shape)
    c_from_later = np.zeros(c_init.shape)
    for t in reversed(range(len(xs))):
        h_prev, c_prev = (hs[t - 1], cs[t - 1]) if t > 0 else (h_init, c_init)
        f, i, o, g, c, _ = lstm_step(params, h_prev, c_prev, xs[t])

        dh = dL_dh[t] + h_from_later
        dc = dh * o * (1.0 - np.tanh(c) ** 2) + c_from_later
        pre_activations = {
            "f": dc * c_prev * f * (1.0 - f),
            "i": dc * g * i * (1.0 - i),
            "o": dh * np.tanh(c) * o * (1.0 - o),
            "c": dc * i * (1.0 - g**2),
        }

        h_from_later = np.zeros(h_init.shape)
        c_from_later = dc * f
        for gate, dz in pre_activations.items():
            gradients[f"W_{gate}"] += np.outer(dz, h_prev)
            gradients[f"U_{gate}"] += np.outer(dz, xs[t])
            h_from_later += dz @ params[f"W_{gate}"]
    return gradients
