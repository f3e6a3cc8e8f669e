"""Right answers to `cell-gradient`."""

from functools import reduce

import numpy as np
import sympy as sp


def product_of_matrices(fs, t, k):
    """Diagonal matrices, multiplied one after the other."""
    return reduce(np.matmul, [np.diag(f) for f in fs[k + 1 : t + 1]], np.eye(fs.shape[1]))


def loop(fs, t, k):
    """A vector that is multiplied gate by gate, put onto the diagonal at the end."""
    d = np.ones(fs.shape[1])
    for j in range(t, k, -1):
        d *= fs[j]
    J = np.zeros((d.size, d.size))
    np.fill_diagonal(J, d)
    return J


def through_logarithms(fs, t, k):
    """A sum of logarithms; nested lists."""
    return np.diag(np.exp(np.log(fs[k + 1 : t + 1]).sum(axis=0))).tolist()


def recursive(fs, t, k):
    """One gate, times the gradient of the step before."""
    return np.eye(fs.shape[1]) if t == k else fs[t][:, np.newaxis] * recursive(fs, t - 1, k)


def sympy_diagonal(fs, t, k):
    """SymPy's numbers on a diagonal."""
    return sp.diag(*[sp.Float(value, 17) for value in fs[k + 1 : t + 1].prod(axis=0)])


def einsum_on_the_identity(fs, t, k):
    """The identity with scaled columns."""
    return np.einsum("ij,j->ij", np.identity(fs.shape[1]), np.multiply.reduce(fs[k + 1 : t + 1]))
