"""Wrong answers to `lstm-bptt`: one backward pass in which single paths can be cut."""

from __future__ import annotations

import numpy as np

from autograder import misconception
from autograder.assignments.reference import lstm
from autograder.assignments.reference.lstm import Params
from autograder.assignments.reference.rnn import Array

Gradients = dict[str, Array]


def sweep(
    params: Params,
    xs: Array,
    h_init: Array,
    c_init: Array,
    dL_dh: Array,
    *,
    through_h: bool = True,
    through_c: bool = True,
    through_f: bool = True,
    tanh_slope: bool = True,
    gate_slopes: bool = True,
    own_state: bool = False,
    own_cell: bool = False,
    forwards: bool = False,
) -> Gradients:
    """Run the backward pass; with the default switches, this is the gradient."""
    hs, cs = lstm.lstm_states(params, xs, h_init, c_init)
    h_before, c_before = np.vstack([h_init, hs[:-1]]), np.vstack([c_init, cs[:-1]])
    gradients = {name: np.zeros(value.shape) for name, value in params.items()}
    dh_later, dc_later = np.zeros(len(h_init)), np.zeros(len(c_init))
    for t in reversed(range(len(xs))):
        f, i, o, g, c, h = lstm.lstm_step(params, h_before[t], c_before[t], xs[t])
        dh = dL_dh[t] + dh_later
        dc = dh * o * (1 - np.tanh(c) ** 2 if tanh_slope else 1) + dc_later
        dz = {"f": dc * (c if own_cell else c_before[t]), "i": dc * g, "o": dh * np.tanh(c), "c": dc * i}
        if gate_slopes:
            slopes = {"f": f * (1 - f), "i": i * (1 - i), "o": o * (1 - o), "c": 1 - g**2}
            dz = {gate: dz[gate] * slopes[gate] for gate in dz}
        for gate in dz:
            gradients[f"W_{gate}"] += np.outer(dz[gate], h if own_state else h_before[t])
            gradients[f"U_{gate}"] += np.outer(dz[gate], xs[t])
        weights = {gate: params[f"W_{gate}"] if forwards else params[f"W_{gate}"].T for gate in dz}
        dh_later = sum((weights[gate] @ dz[gate] for gate in dz), np.zeros(len(h_init))) * through_h
        dc_later = dc * (f if through_f else 1) * through_c
    return gradients


@misconception(credit=0.2)
def nothing_carried_back(params: Params, xs: Array, h_init: Array, c_init: Array, dL_dh: Array) -> Gradients:
    """Each loss affects only the parameters of its own step here. Which two paths lead to earlier steps?"""
    return sweep(params, xs, h_init, c_init, dL_dh, through_h=False, through_c=False)


@misconception(credit=0.4)
def cell_path_only(params: Params, xs: Array, h_init: Array, c_init: Array, dL_dh: Array) -> Gradients:
    """Your gradient goes back through the cells alone. What else in step t depends on step t − 1?"""
    return sweep(params, xs, h_init, c_init, dL_dh, through_h=False)


@misconception(credit=0.4)
def state_path_only(params: Params, xs: Array, h_init: Array, c_init: Array, dL_dh: Array) -> Gradients:
    """Your gradient goes back through the states alone. Does c_t also affect a later loss on a path that avoids h_t?"""
    return sweep(params, xs, h_init, c_init, dL_dh, through_c=False)


@misconception(credit=0.4)
def cell_path_not_through_f(params: Params, xs: Array, h_init: Array, c_init: Array, dL_dh: Array) -> Gradients:
    """On its way back from cell to cell, your gradient skips the forget gate. What is ∂c_t/∂c_{t−1}?"""
    return sweep(params, xs, h_init, c_init, dL_dh, through_f=False)


@misconception(credit=0.4)
def slope_of_tanh_missing(params: Params, xs: Array, h_init: Array, c_init: Array, dL_dh: Array) -> Gradients:
    """From the state to the cell, the gradient passes a tanh. Where is its slope?"""
    return sweep(params, xs, h_init, c_init, dL_dh, tanh_slope=False)


@misconception(credit=0.3)
def slopes_of_the_gates_missing(params: Params, xs: Array, h_init: Array, c_init: Array, dL_dh: Array) -> Gradients:
    """Your gradient reaches the gates and the candidate, but not their pre-activations. Which slopes are in between?"""
    return sweep(params, xs, h_init, c_init, dL_dh, gate_slopes=False)


@misconception(credit=0.4)
def state_instead_of_previous_state(params: Params, xs: Array, h_init: Array, c_init: Array, dL_dh: Array) -> Gradients:
    """Your gradients with respect to the matrices W use h_t itself. Which state do they multiply in step t?"""
    return sweep(params, xs, h_init, c_init, dL_dh, own_state=True)


@misconception(credit=0.4)
def cell_instead_of_previous_cell(params: Params, xs: Array, h_init: Array, c_init: Array, dL_dh: Array) -> Gradients:
    """Your gradient with respect to the forget gate uses c_t itself. Which cell does f_t multiply?"""
    return sweep(params, xs, h_init, c_init, dL_dh, own_cell=True)


@misconception(credit=0.3)
def weights_not_transposed(params: Params, xs: Array, h_init: Array, c_init: Array, dL_dh: Array) -> Gradients:
    """Your gradient is multiplied by the matrices W as in the forward pass. Which index of W belongs to the gate?"""
    return sweep(params, xs, h_init, c_init, dL_dh, forwards=True)


@misconception(credit=0.3)
def last_loss_only(params: Params, xs: Array, h_init: Array, c_init: Array, dL_dh: Array) -> Gradients:
    """Your gradient counts only the last loss. What do the earlier losses contribute to L?"""
    last = np.zeros(dL_dh.shape)
    last[-1] = dL_dh[-1]
    return sweep(params, xs, h_init, c_init, last)


@misconception(credit=0.3)
def initial_state_forgotten(params: Params, xs: Array, h_init: Array, c_init: Array, dL_dh: Array) -> Gradients:
    """Your network starts from zeros instead of h_init and c_init. What other values can come before step 0?"""
    return sweep(params, xs, np.zeros(len(h_init)), np.zeros(len(c_init)), dL_dh)


@misconception(credit=0.5)
def transposed(params: Params, xs: Array, h_init: Array, c_init: Array, dL_dh: Array) -> Gradients:
    """Your gradients are transposed. What is the shape of the gradient with respect to a matrix?"""
    gradients = sweep(params, xs, h_init, c_init, dL_dh)
    return {name: gradient.T for name, gradient in gradients.items()}
