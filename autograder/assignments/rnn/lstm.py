"""Questions of the notebook `lstm`: one step, all steps, and the gradient through the gates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder import Case, ManuallyGraded, Members, Numeric, Question, Symbolic, layouts
from autograder.assignments.reference import lstm
from autograder.assignments.rnn import misconceptions, sampling
from autograder.assignments.rnn.misconceptions import choices
from autograder.assignments.rnn.sampling import SINGLE_STEP, SINGLE_UNIT

Cases = Iterator[Case | tuple[Any, ...]]

VECTORS = ("f", "i", "o", "g", "c", "h")

gate_roles = ManuallyGraded(name="gate-roles", rubric="what each of the three gates is for")


def steps(rng: np.random.Generator) -> Cases:
    """Single steps of cells of several sizes."""
    for n, d, label in ((3, 2, ""), (2, 4, ""), (3, 3, ""), (4, 1, ""), (1, 2, SINGLE_UNIT), (1, 1, SINGLE_UNIT)):
        cell = sampling.lstm(rng, n, d, 0)
        yield Case((cell.params, cell.h_init, cell.c_init, cell.xs[0]), label)


lstm_step = Numeric(
    name="lstm-step",
    reference=lstm.lstm_step,
    cases=steps,
    returns=layouts.Tuple(VECTORS, "(n,)"),
    misconceptions=misconceptions.known("lstm_step"),
    credit_without={SINGLE_UNIT: 0.5},
    parts_credit=0.5,
)


def forward(rng: np.random.Generator) -> Cases:
    """Cells of several sizes and lengths."""
    for n, d, T, label in sampling.sizes():
        yield Case(sampling.lstm(rng, n, d, T)[:4], label)


lstm_states = Numeric(
    name="lstm-states",
    reference=lstm.lstm_states,
    cases=forward,
    returns=layouts.Tuple(("hs", "cs"), "(T+1, n)"),
    misconceptions=misconceptions.known("lstm_states"),
    credit_without={SINGLE_STEP: 0.5, SINGLE_UNIT: 0.5},
    parts_credit=0.5,
    uses=("lstm-step",),
)

always_positive = Members(
    name="always-positive",
    answer="always_positive",
    options=VECTORS,
    right=lstm.ALWAYS_POSITIVE,
    off_by_one_credit=0.5,
    misconceptions=(
        choices.state_taken_for_a_gate,
        choices.cell_taken_for_positive,
        choices.candidate_taken_for_a_gate,
        choices.output_gate_between_minus_one_and_one,
        choices.everything_taken_for_positive,
    ),
    hints=(
        "One that is always positive is missing. Which functions make the six vectors?",
        "One that can be negative is among them. Which sign can tanh have?",
    ),
)


def gates(rng: np.random.Generator) -> Cases:
    """Forget gates for pairs of steps near and far, and for the same step."""
    for n, T in ((3, 5), (4, 4)):
        fs = sampling.states(rng, T, n)
        for t, k, label in sampling.pairs(T):
            yield Case((fs, t, k), label)
    yield Case((sampling.states(rng, 3, 1), 3, 1), SINGLE_UNIT)
    yield Case((rng.uniform(0.01, 0.1, size=(10, 3)), 9, 0), "a vanishing product")


cell_gradient = Numeric(
    name="cell-gradient",
    reference=lstm.cell_gradient,
    cases=gates,
    returns=layouts.Array("(n, n)"),
    misconceptions=misconceptions.known("cell_gradient"),
    credit_without={SINGLE_UNIT: 0.5, sampling.SAME_STEP: 0.5},
)

constant_cell = Symbolic(
    name="constant-cell",
    answer="dct_dck",
    reference=lstm.DCT_DCK,
    identity=True,
    misconceptions=(choices.gradient_vanishes,),
)


def losses(rng: np.random.Generator) -> Cases:
    """Cells of several sizes and lengths, with losses at all steps."""
    for n, d, T, label in sampling.sizes():
        yield Case(sampling.lstm(rng, n, d, T), label)


lstm_bptt = Numeric(
    name="lstm-bptt",
    reference=lstm.lstm_bptt,
    cases=losses,
    returns=layouts.Dict(),
    misconceptions=misconceptions.known("lstm_bptt"),
    credit_without={SINGLE_STEP: 0.5, SINGLE_UNIT: 0.5},
    parts_credit=0.5,
    uses=("lstm-step", "lstm-states"),
)

questions: tuple[Question, ...] = (
    gate_roles,
    lstm_step,
    lstm_states,
    always_positive,
    cell_gradient,
    constant_cell,
    lstm_bptt,
)
