"""Questions of the notebook `activations`: three slopes, their ranges, and what a product of them leaves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder import Case, ManuallyGraded, MultiPart, Numeric, Question, Symbolic
from autograder.assignments.reference import activations
from autograder.assignments.reference.rnn import Array
from autograder.assignments.training import misconceptions

Cases = Iterator[Case | tuple[Any, ...]]

NAMES = ("sigmoid", "tanh", "relu")
TWO_AXES = "an array with two axes"
FAR = "large |z|"


def arrays(rng: np.random.Generator) -> Cases:
    """Arrays of several shapes with entries of both signs, none of them 0, at most 20 in size."""

    def sizes(low: float, high: float, *shape: int) -> Array:
        return rng.uniform(low, high, size=shape)

    def both(low: float, high: float, *shape: int) -> Array:
        return rng.choice((-1.0, 1.0), size=shape) * sizes(low, high, *shape)

    yield (both(0.1, 3, 7),)
    yield (both(0.1, 3, 6),)
    yield Case((both(0.1, 3, 3, 4),), TWO_AXES)
    yield Case((both(0.1, 3, 4, 1),), TWO_AXES)
    yield Case((sizes(0.1, 3, 5),), "positive entries alone")
    yield Case((-sizes(0.1, 3, 5),), "negative entries alone")
    yield Case((both(3, 6, 6),), FAR)
    yield Case((np.append(both(10, 20, 6), sizes(4, 6, 1)),), FAR)


slopes = MultiPart(
    name="slopes",
    parts=tuple(
        Numeric(
            name=function.__name__,
            reference=function,
            cases=arrays,
            misconceptions=misconceptions.known(function.__name__),
            credit_without={TWO_AXES: 0.5, FAR: 0.5},
        )
        for function in (activations.d_sigmoid, activations.d_tanh, activations.d_relu)
    ),
)

sigmoid_slope = Symbolic(
    name="sigmoid-slope",
    answer="sigmoid_slope",
    reference=activations.SIGMOID_SLOPE,
    misconceptions=misconceptions.known("sigmoid_slope"),
)

slope_ranges = MultiPart(
    name="slope-ranges",
    parts=tuple(
        Symbolic(
            name=f"{name}-range",
            answer=f"{name}_range",
            reference=activations.SLOPE_RANGES[name],
            misconceptions=misconceptions.known(f"{name}_range"),
        )
        for name in NAMES
    ),
)


def depths(rng: np.random.Generator) -> Cases:
    """Every function, for a few slopes and for many."""
    for name in NAMES:
        for depth in (3, int(rng.integers(5, 12)), int(rng.integers(40, 90)), 300):
            yield name, depth
        yield Case((name, 1), "depth = 1")


slope_bound = Numeric(
    name="slope-bound",
    reference=activations.slope_bound,
    cases=depths,
    misconceptions=misconceptions.known("slope_bound"),
)

slope_plot = ManuallyGraded(
    name="slope-plot", rubric="whether each function is there with its derivative, and can be read"
)

explanation = ManuallyGraded(name="explanation", rubric="which of the three vanish or explode, and on what that rests")

questions: tuple[Question, ...] = (slopes, sigmoid_slope, slope_ranges, slope_bound, slope_plot, explanation)
