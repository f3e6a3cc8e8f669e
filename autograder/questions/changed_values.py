"""Wrong values near a right one: small mistakes in a number, a word, a set of words or a formula."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import combinations
from typing import Any

import numpy as np
import sympy as sp

from autograder.maths.symbolic.heads import children
from autograder.model import ChangedValue, ChangeKind as Kind

MOST = 80
"""The largest number of wrong formulas to try; they are picked evenly from all."""


def words(name: str, right: str, options: Sequence[str]) -> Iterator[ChangedValue]:
    """Yield the other words."""
    for word in options:
        if word != right:
            yield ChangedValue(name, word, repr(right), repr(word))


def sets(name: str, right: frozenset[str], options: Sequence[str]) -> Iterator[ChangedValue]:
    """Yield all other sets of words."""
    for size in range(len(options) + 1):
        for chosen in combinations(options, size):
            if frozenset(chosen) != right:
                yield ChangedValue(name, frozenset(chosen), str(sorted(right)), str(sorted(chosen)))


def numbers(name: str, reference: Any, tolerated: float) -> Iterator[ChangedValue]:
    """Yield arrays with one entry changed, by the smallest error to be noticed or by a slip, and the transpose.

    Parameters
    ----------
    name : str
    reference : array_like
    tolerated : float
        The absolute error that costs no points.
    """
    right = np.asarray(reference, dtype=np.float64)
    step = 2 * tolerated or 1e-6
    for place in np.ndindex(right.shape):
        for how, new in (
            ("a little more", right[place] + step),
            ("a little less", right[place] - step),
            ("one more", right[place] + 1),
            ("another sign", -right[place]),
            ("zero", 0.0),
        ):
            wrong = right.copy()
            wrong[place] = new
            if not np.array_equal(wrong, right):
                yield ChangedValue(name, wrong, _shown(right), f"{_shown(wrong)} (entry {place or ''}: {how})")
    if right.ndim == 2 and not np.allclose(right, right.T, atol=step, rtol=0):
        yield ChangedValue(name, right.T, _shown(right), _shown(right.T), Kind.TRANSPOSE)


def _shown(value: Any) -> str:
    return np.array2string(np.asarray(value, dtype=np.float64), precision=6).replace("\n", "")


def formulas(name: str, right: sp.Basic) -> Iterator[ChangedValue]:
    """Yield formulas with one place changed, except those that SymPy writes like the right one."""
    known, found = {right, _evaluated(right)}, list[ChangedValue]()
    for wrong, kind in _changed(right):
        if wrong not in known:
            known.add(wrong)
            found.append(ChangedValue(name, wrong, str(right), str(wrong), kind))
    step = max(1, -(-len(found) // MOST))
    yield from found[::step]


def _changed(node: sp.Basic) -> Iterator[tuple[sp.Basic, Kind]]:
    yield from _here(node)
    args = children(node)
    for place, arg in enumerate(args):
        for new, kind in _changed(arg):
            with suppress(TypeError, ValueError):  # not every function takes every argument
                yield _with(node, [*args[:place], new, *args[place + 1 :]]), kind


def _evaluated(node: sp.Basic) -> sp.Basic:
    """Return the formula as SymPy evaluates it automatically: the author's formula may be unevaluated."""
    args = children(node)
    return _with(node, list(map(_evaluated, args))) if args else node


def _with(node: sp.Basic, args: list[sp.Basic]) -> sp.Basic:
    if isinstance(node, sp.MatrixBase):
        return sp.ImmutableDenseMatrix(*node.shape, args)
    return node.func(*args)


def _here(node: sp.Basic) -> Iterator[tuple[sp.Basic, Kind]]:
    match node:
        case sp.MatrixBase():
            if node.shape[0] > 1 or node.shape[1] > 1:
                yield node.T.as_immutable(), Kind.TRANSPOSE
        case sp.Add() | sp.Mul():
            for place in range(len(node.args)):
                yield node.func(*node.args[:place], *node.args[place + 1 :]), Kind.DROPPED
        case sp.Pow():
            yield node.base, Kind.DROPPED
            yield 1 / node, Kind.OPERATOR
        case sp.Number():
            yield node + 1, Kind.CONSTANT
            yield -node, Kind.OPERATOR
        case sp.Symbol():
            yield -node, Kind.OPERATOR
            yield sp.Integer(1), Kind.DROPPED
        case sp.Function() if len(node.args) == 1:
            yield node.args[0], Kind.DROPPED
        case sp.Interval():
            start, end, left, right = node.args
            yield sp.Interval(start, end, not left, right), Kind.CONDITION
            yield sp.Interval(start, end, left, not right), Kind.CONDITION
