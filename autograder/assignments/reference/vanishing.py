"""Why gradients vanish or explode: powers of the recurrent matrix, and norms of products of Jacobians.

The notation is that of `autograder.assignments.reference.rnn`. For the role of the eigenvalues see R. Pascanu,
T. Mikolov and Y. Bengio, "On the difficulty of training recurrent neural networks", ICML 2013.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from autograder.assignments.reference.rnn import Array, state_jacobian

W_EXACT = np.array([[Fraction(58, 100), Fraction(24, 100)], [Fraction(24, 100), Fraction(72, 100)]])
"""The weight matrix of the notebook, shape (2, 2), in exact fractions. Its eigenvalues are 9/10 and 4/10."""

W30_EXACT = np.linalg.matrix_power(W_EXACT, 30)
"""Its 30th power, shape (2, 2), in exact fractions."""

W: Array = W_EXACT.astype(np.float64)
W30: Array = W30_EXACT.astype(np.float64)

EIGENVALUE_FATE = {"all_below_one": "vanishes", "any_above_one": "explodes", "all_equal_one": "stays"}
"""What becomes of Wⁿ for a diagonalisable W with all |λ| < 1, with some |λ| > 1, and with all λ = 1 (then W = I)."""


def sum_terms(T: int) -> list[tuple[int, int, int]]:
    """Terms of the double sum for ∂L/∂W: (t, k, p) with p = t − k one-step Jacobians in ∂h_t/∂h_k.

    Parameters
    ----------
    T : int
        The last time step, T >= 0.

    Returns
    -------
    list of (int, int, int)
        (T+1)(T+2)/2 of them, ordered by t and then by k.
    """
    return [(t, k, t - k) for t in range(T + 1) for k in range(t + 1)]


def eigen_power(M: Array, n: int) -> Array:
    """Power Mⁿ, which for a diagonalisable M = Q Λ Q⁻¹ is Q Λⁿ Q⁻¹.

    It is computed by repeated multiplication. The eigendecomposition is the same matrix on paper, but not always in
    floating point: for a repeated eigenvalue the computed eigenvectors may be parallel up to rounding, and Q singular.

    Parameters
    ----------
    M : ndarray, shape (m, m)
        Real; its eigenvalues may be complex, negative, zero or repeated.
    n : int
        n >= 0; the power 0 is the identity.

    Returns
    -------
    ndarray, shape (m, m)
        Real.
    """
    return np.linalg.matrix_power(np.asarray(M, dtype=np.float64), n)


def jacobian_norms(W: Array, hs: Array) -> Array:
    """Spectral norm (the largest singular value) of ∂h_T/∂h_k for k = 0..T.

    Parameters
    ----------
    W : ndarray, shape (n, n)
    hs : ndarray, shape (T+1, n)
        The states.

    Returns
    -------
    ndarray, shape (T+1,)
        The last entry is 1, the norm of the identity.
    """
    T = len(hs) - 1
    return np.array([np.linalg.norm(state_jacobian(W, hs, T, k), ord=2) for k in range(T + 1)])
