"""Questions of the notebook `bptt`: backpropagation through time, from one slope to the whole gradient."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import sympy as sp

from autograder import Case, Derivation, Numeric, Question, Symbolic, Tolerance, Value, layouts, rnn_graph
from autograder.assignments.reference import rnn
from autograder.assignments.rnn import misconceptions, sampling
from autograder.assignments.rnn.misconceptions import choices
from autograder.assignments.rnn.sampling import SINGLE_STEP, SINGLE_UNIT

Cases = Iterator[Case | tuple[Any, ...]]

FAR = "|z| up to 1e4"


def arguments(rng: np.random.Generator) -> Cases:
    """Arrays of several shapes, around zero and far from it."""
    yield (3 * rng.normal(size=7),)
    yield (rng.uniform(-30, 30, size=(2, 3)),)
    yield (3 * rng.normal(size=(2, 1, 4)),)
    yield Case((np.array(rng.normal()),), "a single number")
    yield Case((np.concatenate([rng.uniform(-1e4, 1e4, size=6), [-1e4, -745.5, 709.5, 1e4]]),), FAR)


sigmoid = Numeric(
    name="sigmoid",
    reference=rnn.sigmoid,
    cases=arguments,
    returns=layouts.Array("of z"),
    tolerance=Tolerance(rtol=0.0, atol=1e-12),
    misconceptions=misconceptions.known("sigmoid"),
    credit_without={FAR: 0.5},
    forbid_warnings=True,
)


def layers(rng: np.random.Generator) -> Cases:
    """Weights with more rows than columns and the reverse, square ones, and a single row or column."""
    for n, d in ((3, 2), (4, 6), (3, 3), (5, 2)):
        yield 1.5 * rng.normal(size=(n, d)) / d**0.5, rng.normal(size=d)
    for n, d, label in ((1, 1, "n = d = 1"), (1, 3, SINGLE_UNIT), (3, 1, "d = 1")):
        yield Case((rng.normal(size=(n, d)), rng.normal(size=d)), label)


jacobian = Numeric(
    name="jacobian",
    reference=rnn.jacobian,
    cases=layers,
    returns=layouts.Array("(n, d)"),
    misconceptions=misconceptions.known("jacobian"),
    uses=("sigmoid",),
)


def two_by_two() -> sp.Matrix:
    """diag(σ′(W x)) W in the symbols that the notebook gives."""
    W, x = sp.Matrix(2, 2, sp.symbols("w11 w12 w21 w22")), sp.Matrix(sp.symbols("x1 x2"))
    y = (W * x).applyfunc(lambda z: 1 / (1 + sp.exp(-z)))
    return sp.diag(y[0] * (1 - y[0]), y[1] * (1 - y[1])) * W


jacobian_symbolic = Symbolic(
    name="jacobian-symbolic",
    answer="J",
    reference=two_by_two(),
    misconceptions=misconceptions.known("jacobian_symbolic"),
)


def forward(rng: np.random.Generator) -> Cases:
    """Networks of several sizes and lengths."""
    for n, d, T, label in sampling.sizes():
        yield Case(sampling.network(rng, n, d, T)[:4], label)


states = Numeric(
    name="states",
    reference=rnn.states,
    cases=forward,
    returns=layouts.Array("(T+1, n)"),
    misconceptions=misconceptions.known("states"),
    credit_without={SINGLE_STEP: 0.5, SINGLE_UNIT: 0.5},
    uses=("sigmoid",),
)


def two_states(rng: np.random.Generator) -> Cases:
    """Pairs of states near and far, and the same state twice."""
    for n, T in ((3, 5), (4, 4)):
        W, hs = sampling.network(rng, n, 1, T).W, sampling.states(rng, T, n)
        for t, k, label in sampling.pairs(T):
            yield Case((W, hs, t, k), label)
    yield Case((3 * rng.normal(size=(1, 1)), sampling.states(rng, 3, 1), 3, 1), SINGLE_UNIT)
    yield Case((0.05 * rng.normal(size=(3, 3)), sampling.states(rng, 9, 3), 9, 0), "a vanishing product")


state_jacobian = Numeric(
    name="state-jacobian",
    reference=rnn.state_jacobian,
    cases=two_states,
    returns=layouts.Array("(n, n)"),
    misconceptions=misconceptions.known("state_jacobian"),
    credit_without={SINGLE_UNIT: 0.5, sampling.SAME_STEP: 0.5},
    uses=("sigmoid", "jacobian"),
)


def terms(rng: np.random.Generator) -> Cases:
    """Terms of several networks, with the state before step 0 and without."""
    for n, T in ((3, 5), (4, 4)):
        W, _, _, h_init, dL_dh = sampling.network(rng, n, 1, T)
        hs = sampling.states(rng, T, n)
        for t, k, label in sampling.pairs(T):
            yield Case((W, hs, h_init, dL_dh, t, k), label)
    W, _, _, h_init, dL_dh = sampling.network(rng, 1, 1, 3)
    yield Case((W, sampling.states(rng, 3, 1), h_init, dL_dh, 3, 1), SINGLE_UNIT)


bptt_term = Numeric(
    name="bptt-term",
    reference=rnn.bptt_term,
    cases=terms,
    returns=layouts.Array("(n, n)"),
    misconceptions=misconceptions.known("bptt_term"),
    credit_without={SINGLE_UNIT: 0.5, sampling.FROM_THE_START: 0.5},
    uses=("state-jacobian",),
)


def losses(rng: np.random.Generator) -> Cases:
    """Networks of several sizes and lengths, with losses at all steps, and one with a loss at the end alone."""
    for n, d, T, label in sampling.sizes():
        yield Case(sampling.network(rng, n, d, T), label)
    late = sampling.network(rng, 3, 2, 6)
    slopes = np.zeros(late.dL_dh.shape)
    slopes[-1] = late.dL_dh[-1]
    yield Case(late._replace(dL_dh=slopes), "a loss at the last step alone")


bptt = Numeric(
    name="bptt",
    reference=rnn.bptt,
    cases=losses,
    returns=layouts.Array("(n, n)"),
    misconceptions=misconceptions.known("bptt"),
    credit_without={SINGLE_STEP: 0.5, SINGLE_UNIT: 0.5},
    uses=("sigmoid", "states", "state-jacobian", "bptt-term"),
)

first_index = Value(name="first-index", answer="first_k", reference=rnn.FIRST_K, misconceptions=(choices.sum_from_one,))

bptt_derivation = Derivation(name="bptt-derivation", graph=rnn_graph(), target=("L", "W"), form="derived")

questions: tuple[Question, ...] = (
    sigmoid,
    jacobian,
    jacobian_symbolic,
    states,
    state_jacobian,
    bptt_term,
    bptt,
    first_index,
    bptt_derivation,
)
