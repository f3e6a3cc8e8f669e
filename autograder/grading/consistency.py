"""Answers that differ when the same question is asked twice.

A second run asks only what was stopped in the first one, which may have answered a part of it. If code gives another
answer to the same input then, the worse verdict counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from autograder.model import Answer, Outcome, Response, Returned, Stopped, Verdict

_RTOL = 1e-6
"""Larger than the differences that the order of summation makes."""
_RANKS = (Outcome.INCORRECT, Outcome.UNANSWERED, Outcome.PARTIAL, Outcome.UNDECIDED, Outcome.CORRECT)
REMARK = (
    "Your code was called twice with the same input and gave different answers, so the worse one counts. "
    "The answer of a function may depend only on its arguments."
)


def differing(first: Mapping[str, Response], second: Mapping[str, Response]) -> dict[str, Response]:
    """Return the questions to which two runs gave different answers, each with those of the first run.

    What the first run did not answer, because it was stopped, is taken from the second one.
    """
    found = {}
    for question in first.keys() & second.keys():
        one, other = first[question], second[question]
        if not all(map(_alike, one.answers, other.answers)):
            pairs = zip(one.answers, other.answers, strict=True)
            found[question] = replace(one, answers=tuple(b if isinstance(a, Stopped) else a for a, b in pairs))
    return found


def worse(one: Verdict, other: Verdict) -> Verdict:
    """Return the worse of two verdicts, with the remark that the answers differ."""
    verdict = min(one, other, key=lambda each: (_RANKS.index(each.outcome), each.credit or 0.0))
    return replace(verdict, feedback=f"{REMARK} {verdict.feedback}".strip())


def _alike(one: Answer, other: Answer) -> bool:
    if isinstance(one, Stopped) or isinstance(other, Stopped):
        return True
    if isinstance(one, Returned) and isinstance(other, Returned):
        return _same(one.value, other.value)
    return type(one) is type(other) and getattr(one, "kind", None) == getattr(other, "kind", None)


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, np.ndarray | np.number | float | complex) and isinstance(
        other, np.ndarray | np.number | float | complex
    ):
        first, second = np.asarray(one), np.asarray(other)
        if first.shape != second.shape or {first.dtype.kind, second.dtype.kind} - set("biufc"):
            return first.shape == second.shape and first.tobytes() == second.tobytes()
        return bool(np.allclose(first, second, rtol=_RTOL, equal_nan=True))
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(_same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(value, other[key]) for key, value in one.items())
    return type(one) is type(other) and bool(one == other)
