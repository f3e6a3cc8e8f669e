"""Right answers to `jacobian`."""

import warnings

import numpy as np
import sympy as sp


def _s(z):
    return 1 / (1 + np.exp(-z))


def loops_over_lists(W, x):
    """Loops over indices; the result is a list of lists."""
    n, d = W.shape
    J = [[0.0] * d for _ in range(n)]
    for i in range(n):
        y = _s(sum(W[i, j] * x[j] for j in range(d)))
        for j in range(d):
            J[i][j] = y * (1 - y) * W[i, j]
    return J


def rows_scaled_in_a_copy(W, x):
    """A copy of W whose rows are scaled in place."""
    J = W.copy()
    y = _s(W @ x)
    for i in range(len(J)):
        J[i] *= y[i] * (1 - y[i])
    return J


def diagonal_matrix(W, x):
    """The formula of the notebook, with a diagonal matrix."""
    y = _s(W @ x)
    return np.diag(y * (1 - y)) @ W


def broadcast(W, x):
    """Slopes as a column that is broadcast over the rows."""
    y = _s(W @ x)
    return (y * (1 - y))[:, None] * W


def with_cosh(W, x):
    """The slope written with a hyperbolic cosine."""
    return W / (4 * np.cosh(W @ x / 2)[:, np.newaxis] ** 2)


def einsum(W, x):
    """Einstein's summation."""
    e = np.exp(-W @ x)
    return np.einsum("i,ij->ij", e / (1 + e) ** 2, W)


def view_of_a_transpose(W, x):
    """The transpose of an array that was made column by column: a view in Fortran order."""
    y = _s(W @ x)
    return (W.T * y * (1 - y)).T


def complex_step(W, x):
    """No formula for the slope: the function is differentiated by the complex step."""
    steps = np.eye(len(x)) * 1e-30j
    return np.array([_s(W @ (x + step)) for step in steps]).imag.T / 1e-30


def numpy_matrices(W, x):
    """NumPy's matrices, whose product is written with an asterisk."""
    y = _s(W @ x)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return np.matrix(np.diag(y * (1 - y))) * np.matrix(W)


def sympy_matrices(W, x):
    """SymPy's matrices of numbers."""
    y = _s(W @ x)
    return sp.Matrix(np.diag(y * (1 - y))) * sp.Matrix(W)


def in_double_doubles(W, x):
    """Extended precision throughout."""
    W = W.astype(np.longdouble)
    y = 1 / (1 + np.exp(-(W @ x)))
    return y[:, None] * (1 - y[:, None]) * W
