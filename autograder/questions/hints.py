"""Patterns in wrong numbers (transposed, wrong sign, constant factor), for mistakes without a misconception."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from autograder.questions.tensors import Floats
from autograder.questions.tolerance import Tolerance

NEARLY = Tolerance(rtol=1e-3)

Pair = tuple[Floats, Floats]
"""The actual and the desired array."""


@dataclass(frozen=True)
class Hint:
    """A pattern in a wrong answer: a name for it, if it has one, and a sentence or two for the student."""

    text: str
    name: str | None = None


def hint(pairs: Sequence[Pair], tolerance: Tolerance, asks: str) -> Hint:
    """Return the first pattern that all cases show.

    Parameters
    ----------
    pairs : sequence of (ndarray, ndarray)
        The actual and the desired array for every case and part, right or wrong.
    tolerance : Tolerance
    asks : str
        A description of the expected result, in words.
    """
    wrong = [pair for pair in pairs if not tolerance.holds(*pair)]
    if _transposed(pairs, tolerance):
        return Hint("The result is transposed. What belongs to its rows, and what to its columns?", "transposed")
    if any(actual.shape != desired.shape for actual, desired in wrong):
        return Hint(f"The result does not have the expected shape{_asked(asks)}. {_shapes(wrong)}")
    if any(np.isnan(actual).any() for actual, _ in wrong):
        return Hint("The result contains NaN. Where does a division or a difference lose its meaning?")
    if any(np.isinf(actual).any() for actual, _ in wrong):
        return Hint("The result contains infinite numbers. Which operation overflows?")
    if all(not actual.any() for actual, _ in wrong):
        return Hint("The result is zero where it should not be; a small number is not zero.", "zero")
    return _proportional(pairs, tolerance) or _close(wrong) or Hint("The result has the right shape, but wrong values.")


def _transposed(pairs: Sequence[Pair], tolerance: Tolerance) -> bool:
    return all(actual.ndim == 2 and tolerance.holds(actual.T, desired) for actual, desired in pairs)


def _asked(asks: str) -> str:
    return f" ({asks})" if asks else ""


def _shapes(wrong: Sequence[Pair]) -> str:
    other = [(actual, desired) for actual, desired in wrong if actual.shape != desired.shape]
    if all(actual.shape == desired.shape[::-1] for actual, desired in other):
        return "Its axes are exchanged."
    axes = {actual.ndim for actual, desired in other if actual.ndim != desired.ndim}
    if len(axes) == 1:
        count = axes.pop()
        return "It is a single number." if count == 0 else f"It has {count} {'axis' if count == 1 else 'axes'}."
    return "How long should each of its axes be?"


def _proportional(pairs: Sequence[Pair], tolerance: Tolerance) -> Hint | None:
    """Find one factor that all cases share. The hint does not name it: the factor would give away the result."""
    factors = []
    for actual, desired in pairs:
        scale = float(np.abs(desired).max(initial=0.0))
        if scale == 0 and tolerance.holds(actual, desired):
            continue
        with np.errstate(all="ignore"):
            factor = float(np.vdot(desired / scale, actual / scale) / np.vdot(desired / scale, desired / scale))
        if not np.isfinite(factor) or factor == 0 or not tolerance.holds(actual / factor, desired):
            return None
        factors.append(factor)
    rtol = max(tolerance.rtol, 1e-9)
    if not factors or not np.allclose(factors, factors[0], rtol=rtol, atol=0.0):
        return None
    if abs(factors[0] + 1) <= rtol:
        return Hint("The result has the wrong sign. Where does a minus come in, or get lost?", "wrong sign")
    return Hint("The result is right up to one constant factor. Where is it lost or gained?", "constant factor")


def _close(wrong: Sequence[Pair]) -> Hint | None:
    if all(NEARLY.holds(*pair) for pair in wrong):
        return Hint("The result is close, but not accurate enough. Was something rounded or approximated on the way?")
    return None
