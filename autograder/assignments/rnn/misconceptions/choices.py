"""Wrong answers to the questions that ask for a word, a set of words or one number."""

from __future__ import annotations

from autograder import misconception


@misconception()
def sum_from_one() -> int:
    """The original sheet prints 1, too. Which term is lost then: does h_0 depend on W, if the state before it is a
    general constant?
    """
    return 1


@misconception()
def balance_expected() -> str:
    """A balance of some sort is expected here, but every step makes an eigenvector shorter by the same factor. What
    becomes of 0.9ⁿ?
    """
    return "stays"


@misconception()
def growth_expected() -> str:
    """Every step multiplies an eigenvector by a factor below 1. What becomes of 0.9ⁿ?"""
    return "explodes"


@misconception()
def any_read_as_all() -> str:
    """One eigenvalue above 1 is given, and nothing is said about the others. Must all of them be above 1 for some
    vector to grow without bound?
    """
    return "stays"


@misconception()
def smaller_eigenvalues_win() -> str:
    """The eigenvalues below 1 do not hold back the one above it. What becomes of a vector in its eigenspace?"""
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
    """The state is a gate times tanh(c). Which sign can tanh have?"""
    return frozenset("fioh")


@misconception(credit=0.5)
def cell_taken_for_positive() -> frozenset[str]:
    """The cell adds up what the input gate lets through. Which sign can a candidate have?"""
    return frozenset("fioc")


@misconception(credit=0.5)
def candidate_taken_for_a_gate() -> frozenset[str]:
    """The candidate comes from tanh, not from σ. Between which values does tanh lie?"""
    return frozenset("fiog")


@misconception(credit=0.5)
def output_gate_between_minus_one_and_one() -> frozenset[str]:
    """A gate is left out. Which function makes the gates, and between which values does it lie?"""
    return frozenset("fi")


@misconception()
def everything_taken_for_positive() -> frozenset[str]:
    """Not all of these come from σ. Which sign can tanh have?"""
    return frozenset("fiogch")


@misconception()
def gradient_vanishes() -> int:
    """With f = 1 the cell is copied from step to step. By how much does c_t move if c_k does?"""
    return 0
