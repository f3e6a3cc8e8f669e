"""Wrong answers to `slope-bound`."""

from __future__ import annotations

from autograder import misconception
from autograder.assignments.reference import activations


@misconception(credit=0.2)
def one_slope_alone(name: str, depth: int) -> float:
    """That is the largest single slope. What happens to a gradient that passes `depth` slopes in a row?"""
    return activations.slope_bound(name, 1)


@misconception(credit=0.2)
def slopes_added(name: str, depth: int) -> float:
    """You added the slopes: `depth` times the largest one. How does the chain rule combine the factors of a chain?"""
    return depth * activations.slope_bound(name, 1)


@misconception()
def slope_divided(name: str, depth: int) -> float:
    """You divided the largest slope by `depth`. How does the chain rule combine the factors of a chain?"""
    return activations.slope_bound(name, 1) / depth


@misconception(credit=0.4)
def one_slope_too_few(name: str, depth: int) -> float:
    """You have one factor too few. How many slopes does the product have for `depth` = 1?"""
    return activations.slope_bound(name, depth - 1)


@misconception(credit=0.4)
def one_slope_too_many(name: str, depth: int) -> float:
    """You have one factor too many. How many slopes does the product have for `depth` = 1?"""
    return activations.slope_bound(name, depth + 1)


@misconception()
def base_and_exponent_exchanged(name: str, depth: int) -> float:
    """You raised the depth to the power of the slope. Which of the two is multiplied by itself, and how often?"""
    power: float = depth ** activations.slope_bound(name, 1)
    return power


@misconception(credit=0.2)
def values_instead_of_slopes(name: str, depth: int) -> float:
    """The values of σ come close to 1, but the product is one of slopes. How steep is σ at most?"""
    return 1.0


@misconception(credit=0.2)
def half_for_a_quarter(name: str, depth: int) -> float:
    """1/2 is the value of σ at 0, where it is steepest. What is σ (1 − σ) there?"""
    return 0.5**depth if name == "sigmoid" else 1.0


@misconception(credit=0.2)
def decimal_slip(name: str, depth: int) -> float:
    """Your largest slope of σ is too small by a factor of ten. What is 1/2 · 1/2 as a decimal number?"""
    return 0.025**depth if name == "sigmoid" else 1.0


@misconception(credit=0.3)
def every_curve_like_sigmoid(name: str, depth: int) -> float:
    """The slopes of tanh and ReLU can be larger than those of σ. How steep can each of the three be?"""
    return 0.25**depth


@misconception()
def smallest_instead_of_largest(name: str, depth: int) -> float:
    """The product can come close to 0. What is the largest value that it can have?"""
    return 0.0


@misconception(credit=0.3)
def relu_grows(name: str, depth: int) -> float:
    """The slope of ReLU is never more than 1. What is a product of ones, however many there are?"""
    return float(depth) if name == "relu" else activations.slope_bound(name, depth)


@misconception(credit=0.3)
def relu_dies(name: str, depth: int) -> float:
    """Some slopes of ReLU are 0, but the largest one is not. What is the product if no unit is switched off?"""
    return 0.0 if name == "relu" else activations.slope_bound(name, depth)
