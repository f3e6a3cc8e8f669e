"""Wrong answers to the questions that ask for a word, a set of words or one number."""

from __future__ import annotations

from autograder import misconception


@misconception()
def sum_from_one() -> int:
    """The original sheet prints 1, too. Which term is lost then? Does h_0 depend on W if the state before it is a
    general constant?
    """
    return 1


@misconception()
def balance_expected() -> str:
    """You expect a balance, but every step shrinks an eigenvector by the same factor. What happens to 0.9ⁿ?"""
    return "stays"


@misconception()
def growth_expected() -> str:
    """Every step multiplies an eigenvector by a factor below 1. What happens to 0.9ⁿ?"""
    return "explodes"


@misconception()
def any_read_as_all() -> str:
    """One eigenvalue above 1 is given; the others can be anything. Must all of them be above 1 for some vector to grow
    without bound?
    """
    return "stays"


@misconception()
def smaller_eigenvalues_win() -> str:
    """The eigenvalues below 1 do not hold back the one above 1. What happens to a vector in its eigenspace?"""
    return "vanishes"


@misconception()
def ones_grow() -> str:
    """All eigenvalues are 1 and W is diagonalisable. What is Λⁿ then, and what is Q Λⁿ Q⁻¹?"""
    return "explodes"


@misconception()
def ones_shrink() -> str:
    """All eigenvalues are 1 and W is diagonalisable. What is Λⁿ then, and what is Q Λⁿ Q⁻¹?"""
    return "vanishes"


@misconception(credit=0.5)
def state_taken_for_a_gate() -> frozenset[str]:
    """The state is a gate times tanh(c). Can tanh be negative?"""
    return frozenset("fioh")


@misconception(credit=0.5)
def cell_taken_for_positive() -> frozenset[str]:
    """The cell adds up what the input gate lets through. Can a candidate be negative?"""
    return frozenset("fioc")


@misconception(credit=0.5)
def candidate_taken_for_a_gate() -> frozenset[str]:
    """The candidate is computed with tanh, not with σ. What is the range of tanh?"""
    return frozenset("fiog")


@misconception(credit=0.5)
def output_gate_between_minus_one_and_one() -> frozenset[str]:
    """A gate is missing from your set. Which function computes the gates, and what is its range?"""
    return frozenset("fi")


@misconception()
def everything_taken_for_positive() -> frozenset[str]:
    """Not all of these are computed with σ. Can tanh be negative?"""
    return frozenset("fiogch")


@misconception()
def gradient_vanishes() -> int:
    """With f = 1, the cell is copied from step to step. If c_k changes, by how much does c_t change?"""
    return 0
