"""Slopes of the activation functions σ, tanh and ReLU, and how much of a gradient a product of them can leave.

That slopes below 1 are multiplied over and over is why gradients vanish: S. Hochreiter, "Untersuchungen zu dynamischen
neuronalen Netzen" (1991). ReLU was proposed against it by X. Glorot, A. Bordes and Y. Bengio, "Deep sparse rectifier
neural networks", AISTATS 2011.
"""

from __future__ import annotations

import numpy as np
import sympy as sp

from autograder.assignments.reference.rnn import Array, sigmoid

SIGMOID_SLOPE = sp.exp(-sp.Symbol("x")) / (1 + sp.exp(-sp.Symbol("x"))) ** 2
"""σ′(x) as a formula."""

SLOPE_RANGES = {
    "sigmoid": sp.Interval.Lopen(0, sp.Rational(1, 4)),
    "tanh": sp.Interval.Lopen(0, 1),
    "relu": sp.FiniteSet(0, 1),
}
"""The values that each slope takes. Those of σ and tanh are largest at 0 and come close to 0, which they never reach;
that of ReLU at 0 itself is left out."""


def d_sigmoid(z: Array) -> Array:
    """Slope σ′(z) = σ(z) (1 − σ(z)) = σ(z) σ(−z), elementwise.

    Parameters
    ----------
    z : ndarray, any shape

    Returns
    -------
    ndarray, the shape of `z`
    """
    return sigmoid(z) * sigmoid(-z)


def d_tanh(z: Array) -> Array:
    """Slope tanh′(z) = 1 − tanh²(z) = 1 / cosh²(z), elementwise; the second form does not cancel for large |z|.

    Parameters
    ----------
    z : ndarray, any shape

    Returns
    -------
    ndarray, the shape of `z`
    """
    return 1.0 / np.cosh(z) ** 2


def d_relu(z: Array) -> Array:
    """Slope of ReLU(z) = max(z, 0), elementwise: 0 for z < 0 and 1 for z > 0.

    Parameters
    ----------
    z : ndarray, any shape
        Nowhere 0, where there is no slope.

    Returns
    -------
    ndarray, the shape of `z`
    """
    return np.where(np.real(z) > 0, 1.0, 0.0)


def slope_bound(name: str, depth: int) -> float:
    """The largest factor that `depth` slopes can contribute to a gradient: the largest slope to the power `depth`.

    Parameters
    ----------
    name : {"sigmoid", "tanh", "relu"}
    depth : int
        How many slopes are multiplied, 1 <= depth <= 300.

    Returns
    -------
    float
    """
    return float(SLOPE_RANGES[name].sup) ** depth
