"""Hidden inputs for the questions about training: networks of several sizes, none of them saturated or too sure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from autograder.assignments.reference import updates
from autograder.assignments.reference.recurrence import Array


class Network(NamedTuple):
    """A network with inputs and labels, in the order of the arguments of `grad_V`."""

    U: Array
    V: Array
    W: Array
    xs: Array
    ys: Array
    s_init: Array


def network(rng: np.random.Generator, n: int, d: int, m: int, T: int) -> Network:
    """Draw a network of n units on d inputs, with m classes, for T steps.

    It is drawn again if a state is saturated, if a prediction is close to 0, or if the last loss hardly feels the first
    step: then it would not matter whether a gradient goes back all the way.
    """
    while True:
        drawn = Network(
            U=0.7 * rng.normal(size=(n, d)) / d**0.5,
            V=rng.normal(size=(m, n)) / n**0.5,
            W=1.2 * rng.normal(size=(n, n)) / n**0.5,
            xs=rng.normal(size=(T, d)),
            ys=labels(rng, m, T),
            s_init=rng.uniform(-0.9, 0.9, size=n),
        )
        ss, yhats = updates.forward(*drawn[:4], drawn.s_init)
        if np.all(np.abs(ss) < 0.95) and np.all(yhats > 0.02) and felt(drawn, ss) > 5e-3:
            return drawn


def labels(rng: np.random.Generator, m: int, T: int) -> Array:
    """Draw one-hot labels, shape (T, m)."""
    return np.eye(m)[rng.integers(m, size=T)]


def felt(drawn: Network, ss: Array) -> float:
    """Return how much the last state moves with the state before the first step: the norm of their Jacobian."""
    product = np.eye(len(drawn.W))
    for s in ss:
        product = np.diag(1.0 - s**2) @ drawn.W @ product
    return float(np.linalg.norm(product))


SINGLE_STEP = "T = 1"
SINGLE_UNIT = "n = 1"


def sizes() -> Iterator[tuple[int, int, int, int, str]]:
    """Yield n, d, m, T and the label, the general case first."""
    yield 3, 2, 4, 4, ""
    yield 2, 4, 3, 3, ""
    yield 4, 1, 2, 2, ""
    yield 3, 3, 3, 6, ""
    yield 2, 3, 4, 1, SINGLE_STEP
    yield 3, 2, 2, 1, SINGLE_STEP
    yield 1, 2, 3, 4, SINGLE_UNIT
