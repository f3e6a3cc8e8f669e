"""Right answers to `eigen-power`."""

import cmath

import numpy as np


def textbook(M, n):
    """Q Λⁿ Q⁻¹, and its real part."""
    values, Q = np.linalg.eig(M)
    return (Q @ np.diag(values**n) @ np.linalg.inv(Q)).real


def solving(M, n):
    """A system of equations instead of an inverse."""
    values, Q = np.linalg.eig(np.asarray(M, dtype=complex))
    return np.linalg.solve(Q.T, (Q * values**n).T).T.real


def dyads(M, n):
    """A sum over the eigenvalues of columns times rows."""
    values, Q = np.linalg.eig(M)
    left = np.linalg.inv(Q)
    return sum((value**n * np.outer(Q[:, i], left[i])).real for i, value in enumerate(values))


def polar_form(M, n):
    """Every eigenvalue through its logarithm; nested lists."""
    values, Q = np.linalg.eig(M)
    powers = [cmath.exp(n * cmath.log(value)) if value else 0.0**n for value in values]
    return [[float(entry.real) for entry in row] for row in Q @ np.diag(powers) @ np.linalg.inv(Q)]


def real_if_close(M, n):
    """NumPy decides whether the imaginary parts are rounding; a case that stays complex is made real."""
    values, Q = np.linalg.eig(M)
    power = np.einsum("ij,j,jk->ik", Q, values**n, np.linalg.pinv(Q))
    return np.real(np.real_if_close(power))


def in_fortran_order(M, n):
    """The transposed problem: left eigenvectors, and a view of the result's transpose."""
    values, P = np.linalg.eig(M.T)
    return (P @ np.diag(values**n) @ np.linalg.inv(P)).real.T
