"""The functions that formulas apply to arrays: activations, their slopes, diag, vec, tr, log, exp and softmax."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder.maths.latex import Symbol
from autograder.maths.paths.activations import ACTIVATION_NAMES
from autograder.maths.paths.graph import Unrolling
from autograder.maths.unreadable import UnreadableError
from autograder.maths.world.tensors import Tensor, diagonal


def slope(z: NDArray[Any], unrolling: Unrolling) -> NDArray[Any]:
    """σ′(z) or tanh′(z), entry by entry."""
    if unrolling.slope == "tanh":
        return np.asarray(1 - np.tanh(z) ** 2)
    return np.asarray(np.exp(-z) / (1 + np.exp(-z)) ** 2)


def apply(function: Symbol, value: Tensor, unrolling: Unrolling) -> Tensor:
    """The value of a function.

    Raises
    ------
    UnreadableError
        If the function is unknown.
    """
    name = function.name
    if name in ACTIVATION_NAMES[unrolling.slope] and function.primes < 2:
        if function.primes:
            return value.mapped(lambda z: slope(z, unrolling))
        return value.mapped(np.tanh if unrolling.slope == "tanh" else lambda array: 1 / (1 + np.exp(-array)))
    if name in ("diag", "Diag"):
        return diagonal(value)
    if name == "vec":
        flat = np.swapaxes(value.array, -1, -2)
        return Tensor(value.labels, flat.reshape(*flat.shape[:-2], -1, 1))
    if name in ("tr", "Tr"):
        return Tensor(value.labels, np.trace(value.array, axis1=-2, axis2=-1)[..., None, None])
    functions = {"log": np.log, "ln": np.log, "exp": np.exp, "sqrt": np.sqrt}
    if name in functions:
        return value.mapped(functions[name])
    if name == "softmax" and "o" in unrolling.chain:
        return value.mapped(lambda array: np.exp(array) / np.exp(array).sum(axis=-2, keepdims=True))
    raise UnreadableError(f"the function {name}")
