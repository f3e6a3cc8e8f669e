"""Right answers to `state-jacobian`."""

from functools import reduce

import numpy as np


def recursive(W, hs, t, k):
    """One step, times the Jacobian of all steps before it."""
    if t == k:
        return np.identity(len(W))
    return (hs[t] * (1 - hs[t])).reshape(-1, 1) * (W @ recursive(W, hs, t - 1, k))


def from_the_latest_step(W, hs, t, k):
    """The product is built from the left."""
    J = np.eye(W.shape[0])
    for j in range(t, k, -1):
        J = J @ (np.diag(hs[j] * (1 - hs[j])) @ W)
    return J


def multi_dot(W, hs, t, k):
    """NumPy chooses the order of multiplication."""
    steps = [np.diag(h * (1 - h)) @ W for h in hs[k + 1 : t + 1][::-1]]
    return np.linalg.multi_dot([np.eye(len(W)), np.eye(len(W)), *steps])


def reduced(W, hs, t, k):
    """A list of Jacobians, reduced by the matrix product."""
    return reduce(np.matmul, [np.diag(h - h**2) @ W for h in hs[t:k:-1]], np.eye(len(W)))


def integers_for_the_identity(W, hs, t, k):
    """An identity of integers for k = t, lists otherwise."""
    return np.eye(len(W), dtype=int) if t == k else from_the_latest_step(W, hs, t, k).tolist()


def column_by_column(W, hs, t, k):
    """Every unit vector is pushed through the steps; the columns make an array in Fortran order."""
    columns = []
    for v in np.eye(len(W)):
        for j in range(k + 1, t + 1):
            v = hs[j] * (1 - hs[j]) * (W @ v)
        columns.append(v)
    return np.array(columns).T


def einsum(W, hs, t, k):
    """Einstein's summation for every step."""
    J = np.eye(len(W))
    for h in hs[k + 1 : t + 1]:
        J = np.einsum("i,ij,jl->il", h * (1 - h), W, J)
    return J
