"""Right answers to `slope-bound`."""

import math

import numpy as np

_LARGEST = {"sigmoid": 0.25, "tanh": 1.0, "relu": 1.0}


def table(name, depth):
    """A dict of the largest slopes, and a power."""
    return _LARGEST[name] ** depth


def branches(name, depth):
    """One branch for σ, another for the rest; an integer where the bound is 1."""
    if name == "sigmoid":
        return 4.0**-depth
    return 1


def loop(name, depth):
    """One factor after the other."""
    bound = 1.0
    for _ in range(depth):
        bound *= _LARGEST[name]
    return bound


def product(name, depth):
    """NumPy's product of a vector."""
    return np.prod(np.full(depth, _LARGEST[name]))


def recursive(name, depth):
    """A function that calls itself."""
    return 1 if depth == 0 else _LARGEST[name] * recursive(name, depth - 1)


def through_exponents(name, depth):
    """A power of two, written with its exponent."""
    return np.array(math.ldexp(1.0, -2 * depth if name == "sigmoid" else 0))
