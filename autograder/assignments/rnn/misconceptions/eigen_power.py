"""Wrong answers to `eigen-power`."""

from __future__ import annotations

import numpy as np

from autograder import misconception
from autograder.assignments.reference.rnn import Array


@misconception(credit=0.0)
def entries_raised(M: Array, n: int) -> Array:
    """You raised every entry to the power. Over which index does a product of a matrix with itself sum?"""
    return M**n


@misconception(credit=0.4)
def transpose_for_inverse(M: Array, n: int) -> Array:
    """You used the transpose of Q as its inverse. When are eigenvectors orthonormal?"""
    values, Q = np.linalg.eig(M)
    return np.real(Q @ np.diag(values**n) @ Q.T)


@misconception(credit=0.4)
def symmetry_assumed(M: Array, n: int) -> Array:
    """Your eigendecomposition is for symmetric matrices only. What does it do with a matrix that is not symmetric?"""
    values, Q = np.linalg.eigh(M)
    return np.asarray(Q @ np.diag(values**n) @ Q.T)


@misconception(credit=0.2)
def inverse_missing(M: Array, n: int) -> Array:
    """Q⁻¹ is missing: Q Λⁿ takes vectors in eigenvector coordinates. How do you convert vectors to those?"""
    values, Q = np.linalg.eig(M)
    return np.real(Q @ np.diag(values**n))


@misconception(credit=0.2)
def power_of_the_eigenvalues_only(M: Array, n: int) -> Array:
    """Your result is Λⁿ. In which coordinates is M diagonal, and how do you get back from them?"""
    return np.diag(np.real(np.linalg.eigvals(M) ** n))


@misconception(credit=0.3)
def inverse_on_the_left(M: Array, n: int) -> Array:
    """Q and Q⁻¹ are on the wrong sides. Which of them converts eigenvector coordinates to ordinary ones?"""
    values, Q = np.linalg.eig(M)
    return np.real(np.linalg.inv(Q) @ np.diag(values**n) @ Q)


@misconception(credit=0.4)
def imaginary_parts_dropped_early(M: Array, n: int) -> Array:
    """You drop the imaginary parts of the eigenvalues before taking the power. Is the power of the real part the real
    part of the power?
    """
    values, Q = np.linalg.eig(M)
    return np.real(Q @ np.diag(np.real(values) ** n) @ np.linalg.inv(Q))


@misconception()
def multiple_for_power(M: Array, n: int) -> Array:
    """Your result is n times the matrix. What is the difference between n M and Mⁿ?"""
    return n * M


@misconception(credit=0.4)
def one_factor_too_many(M: Array, n: int) -> Array:
    """You have one factor too many. What is M⁰?"""
    return np.linalg.matrix_power(M, n + 1)
