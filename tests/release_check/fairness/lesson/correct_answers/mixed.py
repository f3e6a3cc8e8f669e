"""Right answers to `mixed`."""

import numpy as np


def loop(W, x):
    """A loop over lists."""
    return [sum(w * v for w, v in zip(row, x, strict=True)) + 2 * row[0] for row in W.tolist()]


def einsum(W, x):
    """Einstein's summation."""
    return np.einsum("ij,j->i", W, x) + W[:, 0] + W[:, 0]


def one_product(W, x):
    """The column is put into x."""
    y = x.copy()
    y[0] += 2
    return W @ y


def as_a_column(W, x):
    """With an axis too many."""
    return W @ x[:, None] + 2 * W[:, :1]


def _helper(W, x):
    raise AssertionError("a name with an underscore is no answer")
