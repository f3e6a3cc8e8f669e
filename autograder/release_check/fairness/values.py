"""Mutants of values: what a slip makes of a number, a word, a set of words or a formula."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from itertools import combinations
from typing import Any

import numpy as np
import sympy as sp

from autograder.maths.symbolic.heads import children
from autograder.model import Question
from autograder.questions.choice import Choice, Members
from autograder.questions.symbolic import Symbolic
from autograder.questions.value import Value
from autograder.release_check.fairness.alternatives import Kind
from autograder.release_check.fairness.mutation import Mutant

MOST = 80
"""So many mutants of a formula are enough; they are taken evenly from all."""


def mutated_values(question: Question) -> Iterator[tuple[Mutant, Any]]:
    """Yield wrong values near the right one, for a question that asks for a value: in words, and as they are."""
    before, changed = _changes(question)
    for after, value, kind in changed:
        yield Mutant(question.names[0], 0, before, after, kind), value


Changes = Iterator[tuple[str, Any, Kind]]
"""In words, the value, and what was done to the right one."""


def _changes(question: Question) -> tuple[str, Changes]:
    """Return the right value in words, and the wrong ones."""
    match question:
        case Choice():
            return repr(question.right), _other_words(question)
        case Members():
            return str(sorted(question.right)), _other_sets(question)
        case Value():
            return _shown(question.reference), _numbers(question)
        case Symbolic():
            right = question.meaning(question.reference)
            return str(right), _formulas(right)
    return "", iter(())


def _other_words(question: Choice) -> Changes:
    for word in question.options:
        if word != question.right:
            yield repr(word), word, Kind.VALUE


def _other_sets(question: Members) -> Changes:
    for size in range(len(question.options) + 1):
        for words in combinations(question.options, size):
            if frozenset(words) != question.right:
                yield str(sorted(words)), frozenset(words), Kind.VALUE


def _numbers(question: Value) -> Changes:
    """Yield the value with one entry changed, by as little as has to be noticed, or by a slip; and as a whole."""
    right = np.asarray(question.reference, dtype=np.float64)
    step = 2 * min(question.bands) or 1e-6
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
                yield f"{_shown(wrong)} (entry {place or ''}: {how})", wrong, Kind.VALUE
    if right.ndim == 2 and not np.allclose(right, right.T, atol=step, rtol=0):
        yield _shown(right.T), right.T, Kind.TRANSPOSE


def _shown(value: Any) -> str:
    return np.array2string(np.asarray(value, dtype=np.float64), precision=6).replace("\n", "")


def _formulas(right: sp.Basic) -> Changes:
    """Yield formulas with one place changed, none of them written like the right one."""
    known, found = {right, _evaluated(right)}, list[tuple[str, Any, Kind]]()
    for wrong, kind in _changed(right):
        if wrong not in known:
            known.add(wrong)
            found.append((str(wrong), wrong, kind))
    step = max(1, -(-len(found) // MOST))
    yield from found[::step]


def _changed(node: sp.Basic) -> Iterator[tuple[sp.Basic, Kind]]:
    yield from _here(node)
    args = children(node)
    for place, arg in enumerate(args):
        for new, kind in _changed(arg):
            with suppress(TypeError, ValueError):  # some heads do not take every argument
                yield _with(node, [*args[:place], new, *args[place + 1 :]]), kind


def _evaluated(node: sp.Basic) -> sp.Basic:
    """Return the formula with what SymPy does by itself: the author's may have been left as it was written."""
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
