"""Wrong answers to `cell-gradient`."""

from __future__ import annotations

import numpy as np

from autograder import misconception
from autograder.assignments.reference import lstm
from autograder.assignments.reference.rnn import Array


@misconception(credit=0.5)
def diagonal_only(fs: Array, t: int, k: int) -> Array:
    """Your result is the diagonal as a vector. What is the shape of the Jacobian of n cells with respect to n cells?"""
    return np.asarray(np.prod(fs[k + 1 : t + 1], axis=0))


@misconception(credit=0.4)
def gates_one_step_early(fs: Array, t: int, k: int) -> Array:
    """You used the gates of steps k to t − 1. Which gate is applied on the way from c_k to c_{k+1}?"""
    return np.diag(np.prod(fs[k:t], axis=0))


@misconception(credit=0.4)
def one_gate_too_many(fs: Array, t: int, k: int) -> Array:
    """You have one gate too many. How many gates are there between c_k and c_t, and how many if t = k?"""
    return np.diag(np.prod(fs[k : t + 1], axis=0))


@misconception(credit=0.3)
def last_gate_only(fs: Array, t: int, k: int) -> Array:
    """You used only one gate. How many gates are there between c_k and c_t?"""
    return np.diag(fs[t]) if t > k else np.eye(fs.shape[1])


@misconception(credit=0.3)
def power_of_one_gate(fs: Array, t: int, k: int) -> Array:
    """You raised one gate to a power. Is the gate the same at every step?"""
    return np.diag(fs[t] ** (t - k))


@misconception(credit=0.2)
def sum_of_gates(fs: Array, t: int, k: int) -> Array:
    """You added the gates. How do you combine the derivatives of consecutive steps?"""
    return np.diag(np.sum(fs[k + 1 : t + 1], axis=0))


@misconception(credit=0.4)
def all_gates_since_the_start(fs: Array, t: int, k: int) -> Array:
    """You multiplied all gates up to step t. With respect to which cell do you differentiate?"""
    return lstm.cell_gradient(fs, t, 0)


@misconception(credit=0.3)
def gates_in_all_entries(fs: Array, t: int, k: int) -> Array:
    """Your off-diagonal entries are not zero. Does one component of the cell affect another one along this path?"""
    return np.tile(np.prod(fs[k + 1 : t + 1], axis=0), (fs.shape[1], 1))
