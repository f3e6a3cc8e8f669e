"""Wrong answers to `lstm-step`."""

from __future__ import annotations

import numpy as np

from autograder import misconception
from autograder.assignments.reference import lstm
from autograder.assignments.reference.lstm import Params
from autograder.assignments.reference.rnn import Array, sigmoid

Step = tuple[Array, ...]


def _exchanged(params: Params, one: str, other: str) -> Params:
    swap = {one: other, other: one}
    return {name: params[f"{name[:2]}{swap.get(name[2:], name[2:])}"] for name in params}


@misconception(credit=0.4)
def forget_and_input_exchanged(params: Params, h_prev: Array, c_prev: Array, x: Array) -> Step:
    """The gates f and i are swapped in the new cell. Which gate decides what is kept of the old cell?"""
    f, i, o, g, _, _ = lstm.lstm_step(params, h_prev, c_prev, x)
    c = i * c_prev + f * g
    return f, i, o, g, c, o * np.tanh(c)


@misconception(credit=0.4)
def parameters_of_f_and_i_exchanged(params: Params, h_prev: Array, c_prev: Array, x: Array) -> Step:
    """You compute the gates f and i with each other's parameters. Which parameters belong to the forget gate?"""
    return lstm.lstm_step(_exchanged(params, "f", "i"), h_prev, c_prev, x)


@misconception(credit=0.4)
def parameters_of_i_and_o_exchanged(params: Params, h_prev: Array, c_prev: Array, x: Array) -> Step:
    """You compute the gates i and o with each other's parameters. Which parameters belong to the input gate?"""
    return lstm.lstm_step(_exchanged(params, "i", "o"), h_prev, c_prev, x)


@misconception(credit=0.4)
def parameters_of_f_and_o_exchanged(params: Params, h_prev: Array, c_prev: Array, x: Array) -> Step:
    """You compute the gates f and o with each other's parameters. Which parameters belong to the forget gate?"""
    return lstm.lstm_step(_exchanged(params, "f", "o"), h_prev, c_prev, x)


@misconception(credit=0.4)
def input_and_output_exchanged(params: Params, h_prev: Array, c_prev: Array, x: Array) -> Step:
    """The gates i and o are swapped in the new cell and the state. Which gate decides what h shows of the cell?"""
    f, i, o, g, _, _ = lstm.lstm_step(params, h_prev, c_prev, x)
    c = f * c_prev + o * g
    return f, i, o, g, c, i * np.tanh(c)


@misconception(credit=0.5)
def tanh_missing_on_c(params: Params, h_prev: Array, c_prev: Array, x: Array) -> Step:
    """Your state is the gated cell itself. What keeps the state between −1 and 1 even if the cell is large?"""
    f, i, o, g, c, _ = lstm.lstm_step(params, h_prev, c_prev, x)
    return f, i, o, g, c, o * c


@misconception(credit=0.4)
def sigmoid_on_g(params: Params, h_prev: Array, c_prev: Array, x: Array) -> Step:
    """You compute the candidate with σ, but it is not a gate. May the value added to the cell be negative?"""
    f, i, o, *_ = lstm.lstm_step(params, h_prev, c_prev, x)
    g = sigmoid(params["W_c"] @ h_prev + params["U_c"] @ x)
    c = f * c_prev + i * g
    return f, i, o, g, c, o * np.tanh(c)


@misconception(credit=0.4)
def tanh_on_the_gates(params: Params, h_prev: Array, c_prev: Array, x: Array) -> Step:
    """You compute the gates with tanh. What range must a factor have that says how much passes?"""
    f, i, o = (np.tanh(params[f"W_{gate}"] @ h_prev + params[f"U_{gate}"] @ x) for gate in "fio")
    g = np.tanh(params["W_c"] @ h_prev + params["U_c"] @ x)
    c = f * c_prev + i * g
    return f, i, o, g, c, o * np.tanh(c)


@misconception(credit=0.4)
def cell_not_through_f(params: Params, h_prev: Array, c_prev: Array, x: Array) -> Step:
    """You add the old cell without the forget gate. How can this cell ever forget?"""
    f, i, o, g, _, _ = lstm.lstm_step(params, h_prev, c_prev, x)
    c = c_prev + i * g
    return f, i, o, g, c, o * np.tanh(c)


@misconception(credit=0.4)
def old_cell_lost(params: Params, h_prev: Array, c_prev: Array, x: Array) -> Step:
    """The new cell does not contain the old one. Where is the memory?"""
    f, i, o, g, _, _ = lstm.lstm_step(params, h_prev, c_prev, x)
    return f, i, o, g, i * g, o * np.tanh(i * g)


@misconception(credit=0.4)
def candidate_not_through_i(params: Params, h_prev: Array, c_prev: Array, x: Array) -> Step:
    """You add the candidate without the input gate. How can this cell ignore an input?"""
    f, i, o, g, _, _ = lstm.lstm_step(params, h_prev, c_prev, x)
    c = f * c_prev + g
    return f, i, o, g, c, o * np.tanh(c)


@misconception(credit=0.5)
def old_cell_shown(params: Params, h_prev: Array, c_prev: Array, x: Array) -> Step:
    """You compute the state from the old cell. Does h depend on the current input?"""
    f, i, o, g, c, _ = lstm.lstm_step(params, h_prev, c_prev, x)
    return f, i, o, g, c, o * np.tanh(c_prev)


@misconception(credit=0.5)
def cell_and_state_exchanged(params: Params, h_prev: Array, c_prev: Array, x: Array) -> Step:
    """Your last two results are swapped. Which comes first, the cell or the state?"""
    *gates, c, h = lstm.lstm_step(params, h_prev, c_prev, x)
    return *gates, h, c


@misconception(credit=0.5)
def gates_returned_in_another_order(params: Params, h_prev: Array, c_prev: Array, x: Array) -> Step:
    """Your first two results are swapped. Which gate comes first?"""
    f, i, *rest = lstm.lstm_step(params, h_prev, c_prev, x)
    return i, f, *rest
