"""Right answers to `first-index`."""

import numpy as np
import sympy as sp


def number():
    """A number."""
    return 0


def decimal():
    """A number with a decimal point."""
    return 0.0


def numpy_integer():
    """One of NumPy's integers, as `np.arange` gives it."""
    return np.arange(4)[0]


def sympy_integer():
    """One of SymPy's integers."""
    return sp.Integer(0)


def array_without_axes():
    """An array that holds one number."""
    return np.array(0)
