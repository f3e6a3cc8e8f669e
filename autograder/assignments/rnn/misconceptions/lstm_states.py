"""Wrong answers to `lstm-states`."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from autograder import Misconception, misconception
from autograder.assignments.reference import lstm
from autograder.assignments.reference.lstm import Params
from autograder.assignments.reference.rnn import Array
from autograder.assignments.rnn.misconceptions import lstm_step as one

Run = tuple[Array, Array]


@misconception(credit=0.5)
def states_and_cells_exchanged(params: Params, xs: Array, h_init: Array, c_init: Array) -> Run:
    """Your states and cells are swapped. Which of them is returned first?"""
    hs, cs = lstm.lstm_states(params, xs, h_init, c_init)
    return cs, hs


@misconception(credit=0.5)
def initial_state_returned(params: Params, xs: Array, h_init: Array, c_init: Array) -> Run:
    """You also return the state and the cell before step 0. How many rows do T + 1 steps give?"""
    hs, cs = lstm.lstm_states(params, xs, h_init, c_init)
    return np.vstack([h_init, hs]), np.vstack([c_init, cs])


@misconception(credit=0.3)
def one_step_late(params: Params, xs: Array, h_init: Array, c_init: Array) -> Run:
    """Your rows are one step late: they start with the values before step 0. Which input has h_0 already seen?"""
    hs, cs = lstm.lstm_states(params, xs, h_init, c_init)
    return np.vstack([h_init, hs[:-1]]), np.vstack([c_init, cs[:-1]])


@misconception(credit=0.3)
def cell_not_carried(params: Params, xs: Array, h_init: Array, c_init: Array) -> Run:
    """Every step starts from the initial cell. How does the cell remember what happened before?"""
    hs, cs, h = [], [], h_init
    for x in xs:
        *_, c, h = lstm.lstm_step(params, h, c_init, x)
        hs.append(h)
        cs.append(c)
    return np.array(hs), np.array(cs)


@misconception(credit=0.3)
def state_not_carried(params: Params, xs: Array, h_init: Array, c_init: Array) -> Run:
    """Every step starts from the initial state. Which state do the gates of step t use?"""
    hs, cs, c = [], [], c_init
    for x in xs:
        *_, c, h = lstm.lstm_step(params, h_init, c, x)
        hs.append(h)
        cs.append(c)
    return np.array(hs), np.array(cs)


@misconception(credit=0.3)
def initial_state_forgotten(params: Params, xs: Array, h_init: Array, c_init: Array) -> Run:
    """Your first step starts from zeros. What other values can come before it?"""
    return lstm.lstm_states(params, xs, np.zeros(len(h_init)), np.zeros(len(c_init)))


def _all_steps(step: Misconception) -> Misconception:
    """Make the mistake of one step in every step."""

    def run(params: Params, xs: Array, h_init: Array, c_init: Array) -> Run:
        wrong: Callable[..., tuple[Array, ...]] = step.wrong
        hs, cs, h, c = [], [], h_init, c_init
        for x in xs:
            *_, c, h = wrong(params, h, c, x)
            hs.append(h)
            cs.append(c)
        return np.array(hs), np.array(cs)

    return Misconception(step.name, step.hint, run, step.credit)


forget_and_input_exchanged = _all_steps(one.forget_and_input_exchanged)
tanh_missing_on_c = _all_steps(one.tanh_missing_on_c)
sigmoid_on_g = _all_steps(one.sigmoid_on_g)
cell_not_through_f = _all_steps(one.cell_not_through_f)
old_cell_lost = _all_steps(one.old_cell_lost)
candidate_not_through_i = _all_steps(one.candidate_not_through_i)
