"""Right answers to `bptt-term`."""

import numpy as np


def _between(W, hs, t, k):
    J = np.eye(len(W))
    for j in range(t, k, -1):
        J = J @ np.diag(hs[j] * (1 - hs[j])) @ W
    return J


def einsum(W, hs, h_init, dL_dh, t, k):
    """All factors in one summation; the initial state is put in front of the others."""
    before = np.vstack([h_init, hs])[k]
    return np.einsum("i,ij,j,k->jk", dL_dh[t], _between(W, hs, t, k), hs[k] * (1 - hs[k]), before)


def index_by_index(W, hs, h_init, dL_dh, t, k):
    """Every entry by itself."""
    before = h_init if k == 0 else hs[k - 1]
    row = dL_dh[t].reshape(1, -1) @ _between(W, hs, t, k)
    result = np.zeros(W.shape)
    for i in range(len(W)):
        for j in range(len(W)):
            result[i, j] = row[0, i] * hs[k, i] * (1 - hs[k, i]) * before[j]
    return result


def three_axes(W, hs, h_init, dL_dh, t, k):
    """The immediate derivative of a vector by a matrix as an array with three axes."""
    n = len(W)
    before = hs[k - 1] if k else h_init
    immediate = np.zeros((n, n, n))
    for i in range(n):
        immediate[i, i] = hs[k][i] * (1 - hs[k][i]) * before
    return np.tensordot(dL_dh[t] @ _between(W, hs, t, k), immediate, axes=1)


def backwards_without_jacobians(W, hs, h_init, dL_dh, t, k):
    """The gradient is passed back step by step; no Jacobian is ever made."""
    row = dL_dh[t]
    for j in range(t, k, -1):
        row = W.T @ (row * hs[j] * (1 - hs[j]))
    before = h_init if k < 1 else hs[k - 1]
    return (row * hs[k] * (1 - hs[k]))[:, None] * before[None, :]


def lists(W, hs, h_init, dL_dh, t, k):
    """Nested lists instead of an array."""
    return backwards_without_jacobians(W, hs, h_init, dL_dh, t, k).tolist()
