"""Explains to students where their formula differs and what it gives there, but never what it should give."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import mpmath as mp
import sympy as sp

from autograder.maths.symbolic import sets
from autograder.maths.symbolic.equality import Comparison, Kind, Stage, kind
from autograder.maths.symbolic.numbers import Number, inexact

MAX_LISTED = 8


def difference(name: str, actual: sp.Basic, found: Comparison) -> str:
    """Explain in a sentence or two why `name` is not right."""
    if found.stage in (Stage.KIND, Stage.SHAPE):
        return f"`{name}` is {found.detail}."
    if kind(actual) is Kind.SET:
        return _about_a_set(name, actual, found)
    place = f"Entry {found.entry} of `{name}`" if found.entry else f"`{name}`"
    where = f" at {at(found.point)}" if found.point else ""
    if found.value is None:
        return f"{place} has no value{where}. What happens in the denominator there?"
    if kind(actual) is Kind.CONDITION:
        return f"{place} is not right: look at it{where}."
    return f"{place} is not right:{where or ' its value'} {'it gives' if where else 'is'} {shown(found.value)}."


def _about_a_set(name: str, actual: sp.Basic, found: Comparison) -> str:
    if found.value is not None and found.value in list(sets.ends(actual)):
        return f"`{name}` differs at {shown(found.value)}. Is this value reached, or only approached, or neither?"
    if found.detail == "too large":
        return f"`{name}` contains values that do not belong to it. How large and how small can they get?"
    return f"`{name}` leaves out values that belong to it. How large and how small can they get?"


def at(point: Mapping[str, Fraction]) -> str:
    """Write a point as "x = 1, y = 2"."""
    listed = [f"{name} = {shown(value)}" for name, value in list(point.items())[:MAX_LISTED]]
    return ", ".join(listed + ["..."] * (len(point) > MAX_LISTED))


def shown(value: Number) -> str:
    """Write a number with at most six significant digits."""
    if isinstance(value, Fraction) and value.denominator < 1_000 and abs(value.numerator) < 10_000:
        return str(value)
    with mp.workdps(15):
        return str(mp.nstr(inexact(value), 6))
