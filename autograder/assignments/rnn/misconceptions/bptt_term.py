"""Wrong answers to `bptt-term`; `initial` stands for the state before step 0."""

from __future__ import annotations

import numpy as np

from autograder import misconception
from autograder.assignments.reference import rnn
from autograder.assignments.reference.rnn import Array, slope, state_jacobian
from autograder.assignments.rnn.misconceptions import state_jacobian as between


def _before(hs: Array, h_init: Array, k: int) -> Array:
    return hs[k - 1] if k > 0 else h_init


@misconception(credit=0.4)
def state_instead_of_previous_state(W: Array, hs: Array, h_init: Array, dL_dh: Array, t: int, k: int) -> Array:
    """The last factor uses h_k itself. Which state is multiplied by W when h_k is computed?"""
    return np.outer(dL_dh[t] @ state_jacobian(W, hs, t, k) * slope(hs[k]), hs[k])


@misconception(credit=0.5)
def initial_state_from_the_end(W: Array, hs: Array, h_init: Array, dL_dh: Array, t: int, k: int) -> Array:
    """For k = 0, your previous state comes from the end of the list, because Python's index −1 is the last entry. Which
    state comes before h_0?
    """
    return np.outer(dL_dh[t] @ state_jacobian(W, hs, t, k) * slope(hs[k]), hs[k - 1])


@misconception(credit=0.5)
def initial_state_forgotten(W: Array, hs: Array, h_init: Array, dL_dh: Array, t: int, k: int) -> Array:
    """Your terms with k = 0 are zero. What does W multiply when h_0 is computed?"""
    return rnn.bptt_term(W, hs, np.zeros(len(h_init)), dL_dh, t, k)


@misconception(credit=0.3)
def last_slope_missing(W: Array, hs: Array, h_init: Array, dL_dh: Array, t: int, k: int) -> Array:
    """The last factor has no slope. There is a σ between W h_{k−1} and h_k: what factor does the chain rule give for
    it?
    """
    return np.outer(dL_dh[t] @ state_jacobian(W, hs, t, k), _before(hs, h_init, k))


@misconception(credit=0.3)
def slope_of_the_loss_step(W: Array, hs: Array, h_init: Array, dL_dh: Array, t: int, k: int) -> Array:
    """The last factor has the slope of step t. At which step does W act in this term?"""
    return np.outer(dL_dh[t] @ state_jacobian(W, hs, t, k) * slope(hs[t]), _before(hs, h_init, k))


@misconception(credit=0.3)
def factor_between_states_missing(W: Array, hs: Array, h_init: Array, dL_dh: Array, t: int, k: int) -> Array:
    """∂h_t/∂h_k is missing. How does a change of h_k affect the loss of step t?"""
    return np.outer(dL_dh[t] * slope(hs[k]), _before(hs, h_init, k))


@misconception(credit=0.3)
def loss_of_the_wrong_step(W: Array, hs: Array, h_init: Array, dL_dh: Array, t: int, k: int) -> Array:
    """Your term starts with the loss of step k. Which loss does W affect through step k in this term?"""
    return np.outer(dL_dh[k] @ state_jacobian(W, hs, t, k) * slope(hs[k]), _before(hs, h_init, k))


@misconception(credit=0.3)
def row_vector_on_the_wrong_side(W: Array, hs: Array, h_init: Array, dL_dh: Array, t: int, k: int) -> Array:
    """∂L_t/∂h_t is on the right of ∂h_t/∂h_k, or ∂h_t/∂h_k is transposed. Over which index of the Jacobian is their
    product summed?
    """
    return np.outer(state_jacobian(W, hs, t, k) @ dL_dh[t] * slope(hs[k]), _before(hs, h_init, k))


@misconception(credit=0.3)
def product_reversed(W: Array, hs: Array, h_init: Array, dL_dh: Array, t: int, k: int) -> Array:
    """The Jacobians of the steps are multiplied in reverse order. On which side does the latest step belong?"""
    J = between.product_reversed.wrong(W, hs, t, k)
    return np.outer(dL_dh[t] @ J * slope(hs[k]), _before(hs, h_init, k))


@misconception(credit=0.3)
def total_last_factor(W: Array, hs: Array, h_init: Array, dL_dh: Array, t: int, k: int) -> Array:
    """Your last factor is the total derivative, which also follows W through all earlier states. Which state does the
    immediate derivative hold fixed?
    """
    return sum((rnn.bptt_term(W, hs, h_init, dL_dh, t, j) for j in range(k + 1)), np.zeros(W.shape))


@misconception(credit=0.5)
def transposed(W: Array, hs: Array, h_init: Array, dL_dh: Array, t: int, k: int) -> Array:
    """The result is transposed. Which index of W belongs to the unit of h_k, and which to the unit of h_{k−1}?"""
    return rnn.bptt_term(W, hs, h_init, dL_dh, t, k).T
