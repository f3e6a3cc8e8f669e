"""Right answers to `constant-cell`."""

import numpy as np
import sympy as sp


def number():
    """A number."""
    return 1


def decimal():
    """A number with a decimal point."""
    return 1.0


def power():
    """A power of the forget gate that SymPy works out."""
    return sp.Integer(1) ** sp.Symbol("t", integer=True)


def identity():
    """The identity matrix of some size."""
    return np.eye(3)


def symbolic_identity():
    """SymPy's identity matrix."""
    return sp.Identity(4)
