"""Wrong answers to `w30` and `w30-exact`, in exact fractions."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from autograder import Misconception, misconception
from autograder.assignments.reference.vanishing import W_EXACT

Exact = NDArray[Any]

_Q: Exact = np.array([[Fraction(-3, 5), Fraction(-4, 5)], [Fraction(-4, 5), Fraction(3, 5)]])
_POWER: Exact = np.diag([Fraction(9, 10) ** 30, Fraction(4, 10) ** 30])


def _signs_lost() -> Exact:
    return np.asarray(np.abs(_Q @ _POWER))


_hint = """Q⁻¹ is missing: this is Q Λ³⁰, which is not symmetric although W is. What brings the coordinates of the
eigenvectors back to ours?"""
_signs = "Besides, the signs of Q are lost."

inverse_missing_and_signs_lost = Misconception("Q⁻¹ missing", f"{' '.join(_hint.split())} {_signs}", _signs_lost)
inverse_missing = Misconception("Q⁻¹ missing, signs kept", " ".join(_hint.split()), lambda: _Q @ _POWER)


@misconception()
def left_factor_missing() -> Exact:
    """Q is missing on the left: this is Λ³⁰ Q⁻¹. What converts eigenvector coordinates back to ordinary ones?"""
    return _POWER @ _Q


@misconception()
def power_of_the_eigenvalues_only() -> Exact:
    """Your result is Λ³⁰. In which coordinates is W diagonal, and how do you get back from them?"""
    return _POWER


@misconception()
def entries_raised() -> Exact:
    """You raised every entry to the power. Over which index does a product of a matrix with itself sum?"""
    return np.array([[entry**30 for entry in row] for row in W_EXACT])


@misconception()
def multiple_for_power() -> Exact:
    """Your result is 30 times the matrix. What is the difference between 30 W and W³⁰?"""
    return 30 * W_EXACT


@misconception()
def misprinted_eigenvectors() -> Exact:
    """You used Q with 0.5 in its lower right corner, as printed on the old sheet. Does W Q = Q Λ hold for it?"""
    Q = np.array([_Q[0], [_Q[1, 0], Fraction(1, 2)]])
    determinant = Q[0, 0] * Q[1, 1] - Q[0, 1] * Q[1, 0]
    inverse = np.array([[Q[1, 1], -Q[0, 1]], [-Q[1, 0], Q[0, 0]]]) / determinant
    return np.asarray(Q @ _POWER @ inverse)


@misconception(credit=0.3)
def one_factor_too_few() -> Exact:
    """You have one factor too few. How many factors W does W³⁰ have?"""
    return np.linalg.matrix_power(W_EXACT, 29)


@misconception(credit=0.3)
def one_factor_too_many() -> Exact:
    """You have one factor too many. How many factors W does W³⁰ have?"""
    return np.linalg.matrix_power(W_EXACT, 31)
