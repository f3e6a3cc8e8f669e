"""Hidden inputs for the questions about networks: none of them square by accident, symmetric, zero or saturated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from autograder.assignments.reference import rnn
from autograder.assignments.reference.rnn import Array


class Network(NamedTuple):
    """A network with inputs and slopes of losses, in the order of the arguments of `bptt`."""

    W: Array
    U: Array
    xs: Array
    h_init: Array
    dL_dh: Array


class LSTM(NamedTuple):
    """An LSTM with inputs and slopes of losses, in the order of the arguments of `lstm_bptt`."""

    params: dict[str, Array]
    xs: Array
    h_init: Array
    c_init: Array
    dL_dh: Array


def network(rng: np.random.Generator, n: int, d: int, T: int) -> Network:
    """Draw a network of n units on d inputs, for t = 0..T.

    A network is drawn again if a state is saturated, or if what happens first is hardly felt at the end: then it would
    not matter whether a gradient goes back all the way.
    """
    while True:
        drawn = Network(
            W=2.5 * rng.normal(size=(n, n)) / n**0.5,
            U=0.7 * rng.normal(size=(n, d)) / d**0.5,
            xs=rng.normal(size=(T + 1, d)),
            h_init=rng.normal(size=n),
            dL_dh=rng.normal(size=(T + 1, n)),
        )
        hs = rnn.states(*drawn[:4])
        if np.all(np.abs(hs - 0.5) < 0.45) and np.linalg.norm(rnn.state_jacobian(drawn.W, hs, T, 0)) > 2e-3:
            return drawn


def lstm(rng: np.random.Generator, n: int, d: int, T: int) -> LSTM:
    """Draw an LSTM of n units on d inputs, for t = 0..T."""
    weights = {f"W_{gate}": 1.5 * rng.normal(size=(n, n)) / n**0.5 for gate in "fioc"}
    inputs = {f"U_{gate}": rng.normal(size=(n, d)) / d**0.5 for gate in "fioc"}
    return LSTM(
        params={**weights, **inputs},
        xs=rng.normal(size=(T + 1, d)),
        h_init=rng.normal(size=n),
        c_init=rng.normal(size=n),
        dL_dh=rng.normal(size=(T + 1, n)),
    )


def states(rng: np.random.Generator, T: int, n: int) -> Array:
    """Draw states that are not saturated, shape (T+1, n)."""
    return rng.uniform(0.1, 0.9, size=(T + 1, n))


SINGLE_STEP = "T = 0"
SINGLE_UNIT = "n = 1"
FROM_THE_START = "k = 0"
SAME_STEP = "k = t"


def sizes() -> Iterator[tuple[int, int, int, str]]:
    """Yield n, d, T and the label, the general case first."""
    yield 3, 2, 4, ""
    yield 2, 4, 3, ""
    yield 4, 1, 2, ""
    yield 3, 3, 6, ""
    yield 2, 3, 1, "T = 1"
    yield 3, 2, 0, SINGLE_STEP
    yield 1, 1, 0, SINGLE_STEP
    yield 1, 2, 3, SINGLE_UNIT


def pairs(T: int) -> Iterator[tuple[int, int, str]]:
    """Yield t, k and the label for some 0 ≤ k ≤ t ≤ T, the general case first; T is at least 4."""
    yield T, 1, ""
    yield T - 1, 1, ""
    yield T, 0, FROM_THE_START
    yield T - 1, 0, FROM_THE_START
    yield T, T - 1, "k = t − 1"
    yield T, T, SAME_STEP
    yield 0, 0, "t = k = 0"
