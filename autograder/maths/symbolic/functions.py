"""The mpmath functions that evaluate the constants, comparisons and functions of SymPy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import mpmath as mp

from autograder.maths.symbolic.numbers import Number

CONSTANTS: Mapping[str, Callable[[], Any]] = {
    "Pi": lambda: +mp.pi,
    "Exp1": lambda: +mp.e,
    "ImaginaryUnit": lambda: mp.mpc(0, 1),
    "EulerGamma": lambda: +mp.euler,
    "GoldenRatio": lambda: +mp.phi,
    "Infinity": lambda: mp.inf,
    "NegativeInfinity": lambda: mp.ninf,
    "BooleanTrue": lambda: True,
    "BooleanFalse": lambda: False,
}
COMPARE: Mapping[str, Callable[[Number, Number], bool]] = {
    "StrictLessThan": lambda a, b: a < b,
    "LessThan": lambda a, b: a <= b,
    "StrictGreaterThan": lambda a, b: a > b,
    "GreaterThan": lambda a, b: a >= b,
}
FUNCTIONS: Mapping[str, Callable[..., Number]] = {
    name: getattr(mp, name)
    for name in """
    exp log sin cos tan cot sec csc sinh cosh csch asin acos atan acot atan2 asinh acosh atanh acoth
    gamma loggamma factorial binomial re im arg
    """.split()
} | {"conjugate": mp.conj}
SATURATING: Mapping[str, Callable[..., Number]] = {
    name: getattr(mp, name) for name in ("tanh", "coth", "sech", "erf", "erfc")
}
"""Bounded functions, which may have large arguments."""
