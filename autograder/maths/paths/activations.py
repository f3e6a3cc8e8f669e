"""Numerical values of functions: the activation, its slope, and others that appear in answers."""

from __future__ import annotations

import numpy as np

from autograder.maths.latex import Symbol
from autograder.maths.paths.graph import Unrolling
from autograder.maths.paths.network import Array
from autograder.maths.unreadable import UnreadableError

ACTIVATION_NAMES = {"sigmoid": {"sigma", "sigmoid"}, "tanh": {"tanh"}}
"""Names of each activation."""


def activation(z: Array, unrolling: Unrolling) -> Array:
    """σ(z) or tanh(z), elementwise."""
    return np.asarray(np.tanh(z) if unrolling.slope == "tanh" else 1 / (1 + np.exp(-z)))


def slopes(z: Array, unrolling: Unrolling) -> Array:
    """σ′(z) or tanh′(z) as a column (n, 1)."""
    value = activation(z, unrolling)
    return np.asarray(1 - value**2 if unrolling.slope == "tanh" else value * (1 - value)).reshape(-1, 1)


def apply(function: Symbol, value: Array, unrolling: Unrolling) -> Array:
    """The value of a function.

    Raises
    ------
    UnreadableError
        If the function is unknown.
    """
    name = function.name
    if name in ACTIVATION_NAMES[unrolling.slope] and function.sub is None:
        if function.primes == 1:
            return slopes(value, unrolling)
        if function.primes == 0:
            return activation(value, unrolling)
    if name in ("diag", "Diag") and value.shape[1] == 1:
        return np.diag(value[:, 0])
    if name in ("log", "ln") and (value > 0).all():
        return np.asarray(np.log(value))
    if name == "exp":
        return np.asarray(np.exp(value))
    if name == "softmax" and "o" in unrolling.chain:
        return np.asarray(np.exp(value) / np.exp(value).sum())
    raise UnreadableError(f"the function {name}")
