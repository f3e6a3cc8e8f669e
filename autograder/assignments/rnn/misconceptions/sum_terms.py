"""Wrong answers to `sum-terms`."""

from __future__ import annotations

from autograder import misconception

Terms = list[tuple[int, int, int]]


@misconception(credit=0.5)
def sum_from_one(T: int) -> Terms:
    """The terms with k = 0 are missing. Does h_0 depend on W, if the state before it is not zero?"""
    return [(t, k, t - k) for t in range(T + 1) for k in range(1, t + 1)]


@misconception(credit=0.4)
def own_step_missing(T: int) -> Terms:
    """The terms with k = t are missing. How many Jacobians are multiplied if the loss depends on W in its own step?"""
    return [(t, k, t - k) for t in range(T + 1) for k in range(t)]


@misconception(credit=0.5)
def one_jacobian_too_many(T: int) -> Terms:
    """Your number p is too large by one. How many steps are there from h_k to h_t, and how many if t = k?"""
    return [(t, k, t - k + 1) for t in range(T + 1) for k in range(t + 1)]


@misconception(credit=0.4)
def last_loss_missing(T: int) -> Terms:
    """The last loss is missing. How many losses are there if t runs from 0 to T?"""
    return [(t, k, t - k) for t in range(T) for k in range(t + 1)]


@misconception(credit=0.3)
def last_loss_only(T: int) -> Terms:
    """Only the last loss has terms here. What do the other losses contribute?"""
    return [(T, k, T - k) for k in range(T + 1)]


@misconception(credit=0.4)
def steps_exchanged(T: int) -> Terms:
    """The first two numbers are swapped. Which of them is the step of the loss?"""
    return [(k, t, t - k) for t in range(T + 1) for k in range(t + 1)]


@misconception(credit=0.2)
def effect_before_its_cause(T: int) -> Terms:
    """You have terms with k > t. Can a loss depend on what happens after it?"""
    return [(t, k, abs(t - k)) for t in range(T + 1) for k in range(T + 1)]
