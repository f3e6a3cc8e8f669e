"""Right answers to `w30`."""

import numpy as np
import sympy as sp

_W = np.array([[0.58, 0.24], [0.24, 0.72]])


def matrix_power():
    """NumPy's own power."""
    return np.linalg.matrix_power(_W, 30)


def eigenvalues():
    """The eigenvectors of the notebook."""
    Q = np.array([[-0.8, -0.6], [0.6, -0.8]])
    return Q @ np.diag([0.4**30, 0.9**30]) @ Q.T


def loop():
    """Thirty products."""
    power = np.eye(2)
    for _ in range(30):
        power = power @ _W
    return power


def typed_in():
    """Six decimals, cut instead of rounded in one place."""
    return [[0.015260, 0.020348], [0.020348, 0.027130]]


def exact():
    """SymPy's fractions."""
    return sp.Matrix([[58, 24], [24, 72]]) ** 30 / sp.Integer(100) ** 30
