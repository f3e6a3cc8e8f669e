"""Wrong answers to `jacobian-symbolic`."""

from __future__ import annotations

import sympy as sp

from autograder import misconception

_W = sp.Matrix(2, 2, sp.symbols("w11 w12 w21 w22"))
_y = (_W * sp.Matrix(sp.symbols("x1 x2"))).applyfunc(lambda z: 1 / (1 + sp.exp(-z)))
_slopes = sp.diag(*(y * (1 - y) for y in _y))


@misconception(credit=0.2)
def slopes_missing() -> sp.Matrix:
    """Your result is the Jacobian of W x alone. Which factor does the chain rule add for σ?"""
    return _W


@misconception(credit=0.4)
def columns_scaled() -> sp.Matrix:
    """Each y_i has its own slope, which scales all derivatives of y_i. You scaled the columns of W: which index of w
    belongs to the outputs?
    """
    return _W * _slopes


@misconception(credit=0.5)
def transposed() -> sp.Matrix:
    """All factors are there, but rows and columns are swapped. Which row contains the derivatives of y_1?"""
    return (_slopes * _W).T


@misconception(credit=0.2)
def sigmoid_for_its_slope() -> sp.Matrix:
    """You scaled the rows by σ instead of its slope. How do you write σ′ in terms of σ?"""
    return sp.diag(*_y) * _W
