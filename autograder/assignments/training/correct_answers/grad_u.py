"""Right answers to `grad-u`."""

import numpy as np

from . import _networks as own


def backwards(U, V, W, xs, ys, s_init):
    """One sweep from the last step to the first."""
    ss, yhats = own.forward(U, V, W, xs, s_init)
    gradient, later = np.zeros(U.shape), np.zeros(len(W))
    for k in reversed(range(len(xs))):
        dz = (V.T @ (yhats[k] - ys[k]) + later) * (1 - ss[k + 1] ** 2)
        gradient += np.outer(dz, xs[k])
        later = W.T @ dz
    return gradient


def double_sum(U, V, W, xs, ys, s_init):
    """Term by term, with the Jacobian between two states multiplied out."""
    ss, yhats = own.forward(U, V, W, xs, s_init)
    gradient = np.zeros(U.shape, order="F")
    for t in range(len(xs)):
        for k in range(t + 1):
            J = np.eye(len(W))
            for j in range(k + 1, t + 1):
                J = np.diag(1 - ss[j + 1] ** 2) @ W @ J
            row = (yhats[t] - ys[t]) @ V @ J @ np.diag(1 - ss[k + 1] ** 2)
            gradient += np.einsum("i,j->ij", row, xs[k])
    return gradient


def back_from_every_loss(U, V, W, xs, ys, s_init):
    """For every loss a walk back to the first step, as tutorials show it."""
    ss, yhats = own.forward(U, V, W, xs, s_init)
    gradient = np.zeros(U.shape)
    for t in np.arange(len(xs))[::-1]:
        delta = V.T.dot(yhats[t] - ys[t]) * (1 - ss[t + 1] ** 2)
        for k in np.arange(t + 1)[::-1]:
            gradient += np.outer(delta, xs[k])
            delta = W.T.dot(delta) * (1 - ss[k] ** 2)
    return gradient.tolist()


def forward_mode(U, V, W, xs, ys, s_init):
    """The derivative of the state is carried forward with the state."""
    n = len(W)
    ss, yhats = own.forward(U, V, W, xs, s_init)
    gradient, ds = np.zeros(U.shape), np.zeros((n, *U.shape))
    for k in range(len(xs)):
        dz = np.einsum("ij,jkl->ikl", W, ds)
        dz[np.arange(n), np.arange(n)] += xs[k]
        ds = (1 - ss[k + 1] ** 2)[:, None, None] * dz
        gradient += np.tensordot((yhats[k] - ys[k]) @ V, ds, axes=1)
    return gradient


def one_product(U, V, W, xs, ys, s_init):
    """All slopes in one array, and the sum over the steps as a product of two matrices."""
    ss, yhats = own.forward(U, V, W, xs, s_init)
    deltas, later = np.zeros((len(xs), len(W))), 0
    for k in range(len(xs) - 1, -1, -1):
        deltas[k] = ((yhats[k] - ys[k]) @ V + later) * (1 - ss[k + 1] ** 2)
        later = deltas[k] @ W
    return np.einsum("tn,td->nd", deltas, xs)


def complex_step(U, V, W, xs, ys, s_init):
    """No chain rule at all."""
    return own.by_complex_step(0, U, V, W, xs, ys, s_init)
