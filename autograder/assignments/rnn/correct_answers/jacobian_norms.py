"""Right answers to `jacobian-norms`."""

import numpy as np


def _between(W, hs, t, k):
    J = np.eye(len(W))
    for j in range(t, k, -1):
        J = J @ np.diag(hs[j] * (1 - hs[j])) @ W
    return J


def backwards(W, hs):
    """One product that grows step by step, from the last state to the first."""
    J, norms = np.eye(len(W)), [1]
    for h in hs[:0:-1]:
        J = J @ np.diag(h * (1 - h)) @ W
        norms.insert(0, np.linalg.svd(J)[1][0])
    return norms


def every_product_from_scratch(W, hs):
    """A norm of NumPy's for every k."""
    T = len(hs) - 1
    return np.array([np.linalg.norm(_between(W, hs, T, k), 2) for k in range(T + 1)])


def as_a_column(W, hs):
    """With an axis of length 1 too many."""
    return every_product_from_scratch(W, hs)[:, None]


def square_roots_of_eigenvalues(W, hs):
    """The largest eigenvalue of JᵀJ."""
    products = (_between(W, hs, len(hs) - 1, k) for k in range(len(hs)))
    return np.array([np.sqrt(np.linalg.eigvalsh(J.T @ J)[-1]) for J in products])


def reversed_view(W, hs):
    """An array that is filled from the end and handed over as a reversed view."""
    norms, J = np.ones(len(hs)), np.eye(len(W))
    for back, h in enumerate(hs[:0:-1], 1):
        J = J @ (np.diag(h * (1 - h)) @ W)
        norms[back] = np.linalg.svd(J, compute_uv=False).max()
    return norms[::-1]
