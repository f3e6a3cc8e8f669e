"""Questions of the notebook `vanishing`: powers of a matrix, and what they do to gradients."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import sympy as sp

from autograder import (
    Case,
    Choice,
    Derivation,
    ManuallyGraded,
    Misconception,
    MultiPart,
    Numeric,
    PowerInduction,
    Question,
    Symbolic,
    Tolerance,
    Value,
    layouts,
    rnn_graph,
)
from autograder.assignments.reference import vanishing
from autograder.assignments.reference.rnn import Array
from autograder.assignments.rnn import misconceptions, sampling
from autograder.assignments.rnn.misconceptions import choices
from autograder.assignments.rnn.sampling import SINGLE_STEP, SINGLE_UNIT

Cases = Iterator[Case | tuple[Any, ...]]

expanded_sum = Derivation(name="expanded-sum", graph=rnn_graph(T=3), target=("L", "W"), form="written-out")


def lengths(rng: np.random.Generator) -> Cases:
    """Sums of several lengths, one of them hidden."""
    yield (3,)
    yield (int(rng.integers(5, 9)),)
    yield (2,)
    yield (1,)
    yield Case((0,), SINGLE_STEP)


sum_terms = Numeric(
    name="sum-terms",
    reference=vanishing.sum_terms,
    cases=lengths,
    returns=layouts.IndexTuples(("t", "k", "p")),
    misconceptions=misconceptions.known("sum_terms"),
    credit_without={SINGLE_STEP: 0.5},
)


def _basis(rng: np.random.Generator, n: int) -> Array:
    """Draw columns that are not orthogonal and far from dependent."""
    orthogonal, _ = np.linalg.qr(rng.normal(size=(n, n)))
    return orthogonal + 0.3 * np.triu(rng.uniform(0.5, 1.0, size=(n, n)), 1)


def _with(blocks: list[Array], basis: Array) -> Array:
    """Put square blocks on the diagonal, in another basis."""
    n = len(basis)
    diagonal, start = np.zeros((n, n)), 0
    for block in blocks:
        stop = start + len(block)
        diagonal[start:stop, start:stop] = block
        start = stop
    return basis @ diagonal @ np.linalg.inv(basis)


def powers(rng: np.random.Generator) -> Cases:
    """Diagonalisable matrices with eigenvalues of every kind, all of them well apart unless they are equal."""
    rotation = 0.9 * np.array([[np.cos(0.7), -np.sin(0.7)], [np.sin(0.7), np.cos(0.7)]])
    spread = [np.array([[value * rng.uniform(0.97, 1.03)]]) for value in (1.1, 0.8, 0.5, -0.9)]
    yield _with(spread[:3], _basis(rng, 3)), 5
    yield _with(spread[:3], _basis(rng, 3)), 30
    yield Case((_with(spread[1:], _basis(rng, 3)), 7), "a negative eigenvalue")
    yield Case((_with([spread[0], rotation], _basis(rng, 3)), 6), "complex eigenvalues")
    yield Case((_with([rotation, spread[2], spread[3]], _basis(rng, 4)), 9), "complex eigenvalues")
    symmetric = rng.normal(size=(4, 4))
    yield Case(((symmetric + symmetric.T) / 4, 6), "a symmetric M")
    yield Case((np.diag([0.5, 1.2, 0.5]), 4), "a repeated eigenvalue")
    yield Case((1.1 * np.eye(2), 3), "a repeated eigenvalue")
    yield Case((_with([*spread[:2], np.zeros((1, 1))], _basis(rng, 3)), 3), "an eigenvalue 0")
    yield Case((_with(spread[:3], _basis(rng, 3)), 0), "n = 0")
    yield Case((_with([spread[0], rotation], _basis(rng, 3)), 0), "n = 0")
    yield Case((_with(spread[:2], _basis(rng, 2)), 1), "n = 1")
    yield Case((np.array([[rng.uniform(-1.2, -0.8)]]), 3), "a single number")


eigen_power = Numeric(
    name="eigen-power",
    reference=vanishing.eigen_power,
    cases=powers,
    returns=layouts.Array("(m, m)"),
    misconceptions=misconceptions.known("eigen_power"),
    credit_without={"complex eigenvalues": 0.5, "n = 0": 0.5, "an eigenvalue 0": 0.5},
)

power_induction = PowerInduction(name="power-induction")

w30 = Value(
    name="w30",
    answer="W30",
    reference=vanishing.W30,
    bands={1e-6: 1.0, 5e-5: 0.5},
    shape="(2, 2)",
    misconceptions=misconceptions.known("w30"),
    uses=("eigen-power",),
)


def _exact(wrong: Misconception) -> Misconception:
    """Make the same mistake in exact numbers."""
    return Misconception(wrong.name, wrong.hint, lambda: sp.Matrix(wrong.wrong()), wrong.credit)


w30_exact = Symbolic(
    name="w30-exact",
    answer="W30_exact",
    reference=sp.Matrix(vanishing.W30_EXACT),
    exact=True,
    misconceptions=tuple(map(_exact, misconceptions.known("w30"))),
)

FATES = ("vanishes", "explodes", "stays")


def _fate(name: str, *misconceptions: Misconception) -> Choice:
    right = vanishing.EIGENVALUE_FATE[name]
    return Choice(name=name, answer=name, options=FATES, right=right, misconceptions=misconceptions)


eigenvalue_fate = MultiPart(
    name="eigenvalue-fate",
    parts=(
        _fate("all_below_one", choices.balance_expected, choices.growth_expected),
        _fate("any_above_one", choices.any_read_as_all, choices.smaller_eigenvalues_win),
        _fate("all_equal_one", choices.ones_grow, choices.ones_shrink),
    ),
)


def sequences(rng: np.random.Generator) -> Cases:
    """Weights and states of several sizes and lengths; over many steps the norms become very small."""
    for n, T, label in ((3, 4, ""), (4, 2, ""), (2, 6, ""), (1, 3, SINGLE_UNIT), (3, 1, "T = 1"), (3, 0, SINGLE_STEP)):
        yield Case((sampling.network(rng, n, 1, T).W, sampling.states(rng, T, n)), label)
    yield Case((0.5 * rng.normal(size=(3, 3)), sampling.states(rng, 20, 3)), "norms that vanish")
    yield Case((20 * rng.normal(size=(3, 3)), sampling.states(rng, 8, 3)), "norms that explode")


jacobian_norms = Numeric(
    name="jacobian-norms",
    reference=vanishing.jacobian_norms,
    cases=sequences,
    returns=layouts.Array("(T+1,)"),
    tolerance=Tolerance(by_entry=True),
    misconceptions=misconceptions.known("jacobian_norms"),
    credit_without={SINGLE_STEP: 0.5, SINGLE_UNIT: 0.5},
)

observation = ManuallyGraded(name="observation", rubric="what you conclude for training from W³⁰")

questions: tuple[Question, ...] = (
    expanded_sum,
    sum_terms,
    eigen_power,
    power_induction,
    w30,
    w30_exact,
    eigenvalue_fate,
    jacobian_norms,
    observation,
)
