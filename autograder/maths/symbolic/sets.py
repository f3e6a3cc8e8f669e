"""Sets of real numbers: membership and equality.

Membership in unions, intersections and differences of intervals and finite sets changes only at finitely many
numbers. Two such sets are equal exactly if they agree at all of these numbers and between them.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

import mpmath as mp
import sympy as sp

from autograder.maths.symbolic import numbers
from autograder.maths.symbolic.evaluate import evaluate
from autograder.maths.symbolic.numbers import NoValueError, Number
from autograder.maths.unreadable import UnreadableError

_DIGITS = 60
_SAME = Fraction(1, 10**40)
"""Irrational ends that are closer than this count as equal."""

_ALL = (sp.S.Reals, sp.S.UniversalSet)
_WHOLE = {sp.S.Integers: None, sp.S.Naturals0: 0, sp.S.Naturals: 1}


def contains(region: sp.Basic, number: Number) -> bool:
    """Whether a real number belongs to the set.

    Raises
    ------
    UnreadableError
        If the set is not composed of intervals and finite sets.
    """
    if region in _ALL or region is sp.S.EmptySet:
        return region in _ALL
    if region in _WHOLE:
        lowest = _WHOLE[region]
        whole = isinstance(number, Fraction) and number.denominator == 1
        return whole and (lowest is None or number >= lowest)
    match region:
        case sp.Interval():
            low, high = (_end(end) for end in region.args[:2])
            above = _below(low, number) or (region.args[2] is sp.false and _same(low, number))
            return above and (_below(number, high) or (region.args[3] is sp.false and _same(number, high)))
        case sp.FiniteSet():
            return any(_same(_end(element), number) for element in region.args)
        case sp.Union():
            return any(contains(part, number) for part in region.args)
        case sp.Intersection():
            return all(contains(part, number) for part in region.args)
        case sp.ConditionSet():
            _, condition, base = region.args
            return contains(base, number) and contains(from_condition(condition), number)
        case sp.Complement():
            return contains(region.args[0], number) and not contains(region.args[1], number)
        case sp.SymmetricDifference():
            return sum(contains(part, number) for part in region.args) % 2 == 1
    raise UnreadableError(f"a {type(region).__name__} is not supported as a set of numbers")


def ends(region: sp.Basic) -> Iterator[Number]:
    """Yield the numbers at which membership can change."""
    if region in _ALL or region is sp.S.EmptySet:
        return
    match region:
        case sp.Interval():
            yield from (end for end in map(_end, region.args[:2]) if isinstance(end, Fraction) or mp.isfinite(end))
        case sp.FiniteSet():
            yield from map(_end, region.args)
        case sp.Union() | sp.Intersection() | sp.Complement() | sp.SymmetricDifference():
            for part in region.args:
                yield from ends(part)
        case sp.ConditionSet():
            yield from ends(from_condition(region.args[1]))
            yield from ends(region.args[2])
        case _:
            raise UnreadableError(f"a {type(region).__name__} is not supported as a set of numbers")


def difference(actual: sp.Basic, desired: sp.Basic) -> Number | None:
    """A number that belongs to only one of two sets, preferably an end of `actual`; None if the sets are equal."""
    own = _distinct(list(ends(actual)))
    marks = _distinct([*own, *ends(desired)])
    between = [_middle(a, b) for a, b in pairwise(marks)]
    outside = [_shift(marks[0], -1), _shift(marks[-1], 1)] if marks else [Fraction(0)]
    for number in (*own, *between, *outside, *marks):
        if contains(actual, number) != contains(desired, number):
            return number
    return None


def from_condition(condition: sp.Basic) -> sp.Basic:
    """The set of numbers that satisfy a condition such as 0 < y ≤ 1/4, with and, or and not."""
    match condition:
        case sp.And():
            return sp.Basic.__new__(sp.Intersection, *map(from_condition, condition.args))
        case sp.Or():
            return sp.Basic.__new__(sp.Union, *map(from_condition, condition.args))
        case sp.Not():
            return sp.Basic.__new__(sp.Complement, sp.S.Reals, from_condition(condition.args[0]))
        case sp.core.relational.Relational():
            return _side(type(condition), *condition.args)
    raise UnreadableError("the condition is not made of inequalities")


_MIRRORED = {sp.Lt: sp.Gt, sp.Gt: sp.Lt, sp.Le: sp.Ge, sp.Ge: sp.Le, sp.Eq: sp.Eq, sp.Ne: sp.Ne}


def _side(relation: type, left: sp.Basic, right: sp.Basic) -> sp.Basic:
    if not isinstance(left, sp.Symbol):
        relation, left, right = _MIRRORED[relation], right, left
    if not isinstance(left, sp.Symbol) or right.free_symbols:
        raise UnreadableError("the condition does not compare a symbol with a number")
    if relation in (sp.Eq, sp.Ne):
        single = sp.Basic.__new__(sp.FiniteSet, right)
        return single if relation is sp.Eq else sp.Basic.__new__(sp.Complement, sp.S.Reals, single)
    is_open = sp.S.true if relation in (sp.Lt, sp.Gt) else sp.S.false
    if relation in (sp.Lt, sp.Le):
        return sp.Basic.__new__(sp.Interval, sp.S.NegativeInfinity, right, sp.S.true, is_open)
    return sp.Basic.__new__(sp.Interval, right, sp.oo, is_open, sp.S.true)


def _end(expression: sp.Basic) -> Number:
    if expression in (sp.oo, sp.S.NegativeInfinity):
        return mp.inf if expression is sp.oo else mp.ninf
    try:
        value = evaluate(expression, {}, _DIGITS)
    except NoValueError as error:
        raise UnreadableError("an end of a set is not a number") from error
    if isinstance(value, bool | tuple | mp.mpc):
        raise UnreadableError("an end of a set is not a real number")
    return value


def _same(left: Number, right: Number) -> bool:
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return left == right
    with mp.workdps(_DIGITS):
        a, b = numbers.inexact(left), numbers.inexact(right)
        if mp.isinf(a) or mp.isinf(b):
            return bool(a == b)
        return bool(abs(a - b) <= numbers.inexact(_SAME) * max(1, abs(a)))


def _below(left: Number, right: Number) -> bool:
    with mp.workdps(_DIGITS):
        return not _same(left, right) and bool(numbers.inexact(left) < numbers.inexact(right))


def _distinct(values: list[Number]) -> list[Number]:
    with mp.workdps(_DIGITS):
        ordered = sorted(values, key=numbers.inexact)
    return [value for i, value in enumerate(ordered) if i == 0 or not _same(ordered[i - 1], value)]


def _middle(left: Number, right: Number) -> Number:
    with mp.workdps(_DIGITS):
        return numbers.product([numbers.total([left, right]), Fraction(1, 2)])


def _shift(value: Number, by: int) -> Number:
    with mp.workdps(_DIGITS):
        return numbers.total([value, Fraction(by)])
