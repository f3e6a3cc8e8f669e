"""Wrong answers to `sigmoid-slope`."""

from __future__ import annotations

import sympy as sp

from autograder import misconception

_x = sp.Symbol("x")
_sigmoid = 1 / (1 + sp.exp(-_x))


@misconception()
def sigmoid_for_its_slope() -> sp.Expr:
    """That is σ itself. The second factor is missing: how steep is σ where it is close to 1?"""
    return _sigmoid


@misconception()
def one_minus_sigmoid() -> sp.Expr:
    """That is 1 − σ, only one of two factors; as a fraction in e⁻ˣ, its denominator is not squared. How steep is σ far
    to the left?
    """
    return 1 - _sigmoid


@misconception(credit=0.3)
def falling_sigmoid() -> sp.Expr:
    """The sign is wrong: σ increases everywhere. Which sign comes from the inner derivative of e⁻ˣ, and which from the
    power −1?
    """
    return -_sigmoid * (1 - _sigmoid)


@misconception()
def sigmoid_squared() -> sp.Expr:
    """That is σ²: the inner derivative is missing in the numerator. Does σ get steeper and steeper to the right?"""
    return _sigmoid**2


@misconception()
def falling_sigmoid_squared() -> sp.Expr:
    """That is −σ²: you used the power rule alone. What is the derivative of the expression in brackets, 1 + e⁻ˣ?"""
    return -(_sigmoid**2)


@misconception(credit=0.2)
def state_expected() -> sp.Expr:
    """The formula x (1 − x) gives σ′ in terms of the value of σ. Is x the value of σ or its argument?"""
    return _x * (1 - _x)


@misconception()
def slope_of_tanh() -> sp.Expr:
    """That is the slope of tanh. How steep is each of the two curves at 0?"""
    return 1 - sp.tanh(_x) ** 2


@misconception()
def second_derivative() -> sp.Expr:
    """That is the second derivative, which is 0 where σ is steepest. How often did you differentiate?"""
    return _sigmoid.diff(_x, 2)


@misconception()
def growing_instead_of_falling() -> sp.Expr:
    """The numerator has eˣ and the denominator e⁻ˣ, so this grows without bound. What is the derivative of e⁻ˣ?"""
    return sp.exp(_x) * _sigmoid**2
