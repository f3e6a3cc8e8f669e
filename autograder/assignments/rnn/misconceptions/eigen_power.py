"""Wrong answers to `eigen-power`."""

from __future__ import annotations

import numpy as np

from autograder import misconception
from autograder.assignments.reference.rnn import Array


@misconception(credit=0.0)
def entries_raised(M: Array, n: int) -> Array:
    """Every entry was raised to the power by itself. What does the product of a matrix with itself sum over?"""
    return M**n


@misconception(credit=0.4)
def transpose_for_inverse(M: Array, n: int) -> Array:
    """The transpose of Q was taken for its inverse. When are eigenvectors orthogonal, and of length 1?"""
    values, Q = np.linalg.eig(M)
    return np.real(Q @ np.diag(values**n) @ Q.T)


@misconception(credit=0.4)
def symmetry_assumed(M: Array, n: int) -> Array:
    """The eigendecomposition was made for symmetric matrices. What does it do with one that is not?"""
    values, Q = np.linalg.eigh(M)
    return np.asarray(Q @ np.diag(values**n) @ Q.T)


@misconception(credit=0.2)
def inverse_missing(M: Array, n: int) -> Array:
    """Q⁻¹ is missing: Q Λⁿ is written in the coordinates of the eigenvectors on one side only. What brings it back?"""
    values, Q = np.linalg.eig(M)
    return np.real(Q @ np.diag(values**n))


@misconception(credit=0.2)
def power_of_the_eigenvalues_only(M: Array, n: int) -> Array:
    """The result is Λⁿ. In which coordinates is M diagonal, and how does one get back from them?"""
    return np.diag(np.real(np.linalg.eigvals(M) ** n))


@misconception(credit=0.3)
def inverse_on_the_left(M: Array, n: int) -> Array:
    """Q and its inverse stand on the wrong sides. Which of them takes the coordinates of the eigenvectors to ours?"""
    values, Q = np.linalg.eig(M)
    return np.real(np.linalg.inv(Q) @ np.diag(values**n) @ Q)


@misconception(credit=0.4)
def imaginary_parts_dropped_early(M: Array, n: int) -> Array:
    """The imaginary parts of the eigenvalues are dropped before the power is taken. Is the power of a real part the
    real part of the power?
    """
    values, Q = np.linalg.eig(M)
    return np.real(Q @ np.diag(np.real(values) ** n) @ np.linalg.inv(Q))


@misconception()
def multiple_for_power(M: Array, n: int) -> Array:
    """The result is n times the matrix. What is the difference between n M and Mⁿ?"""
    return n * M


@misconception(credit=0.4)
def one_factor_too_many(M: Array, n: int) -> Array:
    """There is one factor too many. What is M⁰?"""
    return np.linalg.matrix_power(M, n + 1)
