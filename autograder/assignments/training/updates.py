"""Questions of the notebook `updates`: a recurrent network from the forward pass to one step of gradient descent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder import Case, Derivation, Numeric, Question, Tolerance, layouts, training_graph
from autograder.assignments.reference import updates
from autograder.assignments.training import misconceptions, sampling
from autograder.assignments.training.misconceptions import through_time
from autograder.assignments.training.sampling import SINGLE_STEP, SINGLE_UNIT

Cases = Iterator[Case | tuple[Any, ...]]

FAR = "|z| up to 1e4"
WITHOUT = {SINGLE_STEP: 0.5, SINGLE_UNIT: 0.5}


def scores(rng: np.random.Generator) -> Cases:
    """Arrays of several shapes, around zero and far from it; far away, rows differ by more than exponentials bear."""
    yield (2 * rng.normal(size=5),)
    yield (3 * rng.normal(size=(2, 3)),)
    yield (3 * rng.normal(size=(3, 2)),)
    yield (2 * rng.normal(size=(2, 1, 4)),)
    yield Case((rng.normal(size=1),), "a single class")
    yield Case((rng.normal(size=(3, 4)) + np.array([[-1e3], [0.0], [1e3]]),), FAR)
    # Far apart: where two numbers near 1e4 are close, a right log-sum-exp rounds off nearly as much as is tolerated.
    yield Case((rng.permutation(np.linspace(-1e4, 1e4, 7)),), FAR)


softmax = Numeric(
    name="softmax",
    reference=updates.softmax,
    cases=scores,
    returns=layouts.Array("of z"),
    tolerance=Tolerance(rtol=0.0, atol=1e-12),
    misconceptions=misconceptions.known("softmax"),
    credit_without={FAR: 0.5},
    forbid_warnings=True,
)


def sequences(rng: np.random.Generator) -> Cases:
    """Networks of several sizes and lengths, without labels."""
    for *size, label in sampling.sizes():
        drawn = sampling.network(rng, *size)
        yield Case((*drawn[:4], drawn.s_init), label)


forward = Numeric(
    name="forward",
    reference=updates.forward,
    cases=sequences,
    returns=layouts.Tuple(("ss", "yhats"), ("(T, n)", "(T, m)")),
    misconceptions=misconceptions.known("forward"),
    credit_without=WITHOUT,
    parts_credit=1.0,
    uses=("softmax",),
)


def predictions(rng: np.random.Generator) -> Cases:
    """Predictions and labels for several numbers of steps and classes."""
    for T, m, label in ((4, 3, ""), (2, 5, ""), (3, 3, ""), (7, 2, ""), (1, 4, SINGLE_STEP)):
        yield Case((updates.softmax(rng.uniform(-1.5, 1.5, size=(T, m))), sampling.labels(rng, m, T)), label)


loss = Numeric(
    name="loss",
    reference=updates.loss,
    cases=predictions,
    misconceptions=misconceptions.known("loss"),
    credit_without={SINGLE_STEP: 0.5},
)


def networks(rng: np.random.Generator) -> Cases:
    """Networks of several sizes and lengths."""
    for *size, label in sampling.sizes():
        yield Case(sampling.network(rng, *size), label)


grad_v = Numeric(
    name="grad-v",
    reference=updates.grad_V,
    cases=networks,
    returns=layouts.Array("(m, n)"),
    misconceptions=misconceptions.known("grad_v"),
    credit_without=WITHOUT,
    uses=("softmax", "forward"),
)

grad_w = Numeric(
    name="grad-w",
    reference=updates.grad_W,
    cases=networks,
    returns=layouts.Array("(n, n)"),
    misconceptions=(*through_time.known("W"), *misconceptions.known("grad_w")),
    credit_without=WITHOUT,
    uses=("softmax", "forward"),
)

grad_u = Numeric(
    name="grad-u",
    reference=updates.grad_U,
    cases=networks,
    returns=layouts.Array("(n, d)"),
    misconceptions=(*through_time.known("U"), *misconceptions.known("grad_u")),
    credit_without=WITHOUT,
    uses=("softmax", "forward"),
)


def steps(rng: np.random.Generator) -> Cases:
    """Networks of several sizes and lengths, with learning rates large enough for every gradient to be seen."""
    for *size, label in sampling.sizes():
        yield Case((*sampling.network(rng, *size), rng.uniform(0.1, 0.9)), label)


sgd_step = Numeric(
    name="sgd-step",
    reference=updates.sgd_step,
    cases=steps,
    returns=layouts.Tuple(("U", "V", "W"), ("(n, d)", "(m, n)", "(n, n)")),
    misconceptions=misconceptions.known("sgd_step"),
    credit_without=WITHOUT,
    parts_credit=0.5,
    uses=("softmax", "forward", "grad-v", "grad-w", "grad-u"),
)

v_derivation = Derivation(name="v-derivation", graph=training_graph(), target=("L", "V"), form="chain", updates=True)

wu_derivation = Derivation(
    name="wu-derivation", graph=training_graph(T=3), target=("L", "W", "U"), form="in-full", updates=True
)

questions: tuple[Question, ...] = (
    softmax,
    forward,
    loss,
    grad_v,
    grad_w,
    grad_u,
    sgd_step,
    v_derivation,
    wu_derivation,
)
