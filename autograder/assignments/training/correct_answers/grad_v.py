"""Right answers to `grad-v`."""

import numpy as np

from . import _networks as own


def sum_of_outer_products(U, V, W, xs, ys, s_init):
    """One outer product for every step."""
    ss, yhats = own.forward(U, V, W, xs, s_init)
    gradient = np.zeros_like(V)
    for t in range(len(xs)):
        gradient += np.outer(yhats[t] - ys[t], ss[t + 1])
    return gradient


def one_product(U, V, W, xs, ys, s_init):
    """The sum over the steps as a product of two matrices; the transpose leaves it in Fortran order."""
    ss, yhats = own.forward(U, V, W, xs, s_init)
    return (ss[1:].T @ (yhats - ys)).T


def einsum(U, V, W, xs, ys, s_init):
    """All indices are named."""
    ss, yhats = own.forward(U, V, W, xs, s_init)
    return np.einsum("tm,tn->mn", yhats - ys, ss[1:])


def three_factors(U, V, W, xs, ys, s_init):
    """The slope of the loss, the whole Jacobian of softmax, and the state."""
    ss, yhats = own.forward(U, V, W, xs, s_init)
    rows = [(-y / yhat) @ own.softmax_jacobian(yhat) for y, yhat in zip(ys, yhats, strict=True)]
    return sum(np.outer(row, s) for row, s in zip(rows, ss[1:], strict=True))


def nested_lists(U, V, W, xs, ys, s_init):
    """Loops over all indices."""
    ss, yhats = own.forward(U, V, W, xs, s_init)
    m, n = V.shape
    steps = range(len(xs))
    return [[sum((yhats[t][i] - ys[t][i]) * ss[t + 1][j] for t in steps) for j in range(n)] for i in range(m)]


def complex_step(U, V, W, xs, ys, s_init):
    """No chain rule at all."""
    return own.by_complex_step(1, U, V, W, xs, ys, s_init)
