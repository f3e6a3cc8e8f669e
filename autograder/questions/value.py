"""Questions whose answer is a number or an array of numbers, computed or typed in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from autograder.model import ChangedValue, Verdict, correct, credited, incorrect
from autograder.model.questions import Function, Namespace
from autograder.questions import changed_values, near_miss
from autograder.questions.asked import NameQuestion
from autograder.questions.feedback import given_as
from autograder.questions.hints import hint
from autograder.questions.layouts import Array, Parts
from autograder.questions.numeric import HALF
from autograder.questions.tensors import Floats, Tensor, Unfit
from autograder.questions.tolerance import TINY, Tolerance

TYPED = Tolerance(rtol=1e-3)
"""Tolerance for recognising misconceptions: students may have rounded the numbers by hand."""
MAX_DIGITS = 30


@dataclass(frozen=True, kw_only=True)
class Value(NameQuestion):
    """Asks for a number or an array of numbers.

    Attributes
    ----------
    reference : array_like
        The right value, of any shape.
    bands : mapping of float to float
        Credit by absolute error: `{0.01: 1.0, 0.1: 0.5}` gives full credit if no entry is off by more than 0.01, and
        half if none is off by more than 0.1. By default, every entry has to be equal.
    shape : str
        The value's shape as the notebook writes it ("(n, d)"), for the feedback.
    """

    reference: Any
    bands: Mapping[float, float] = field(default_factory=lambda: {0.0: 1.0})
    shape: str = ""

    def judge_value(self, value: object) -> Verdict:
        """Compare the value with the reference, then with the misconceptions."""
        layout = Array(self.shape)
        desired = layout.desired(self.reference)
        read = layout.read(_typed(value), desired)
        part = read.tensors[""] if isinstance(read, Parts) else read
        asks = layout.asks or "the number asked for"
        if isinstance(part, Unfit):
            return incorrect(f"`{self.answer}` is {part.reason} instead of {asks}.")
        distance = self._distance(part, desired[""])
        margin = distance / min(self.bands) if min(self.bands) and np.isfinite(distance) else None
        credit = max((credit for band, credit in self.bands.items() if distance <= band), default=0.0)
        verdict = self._near(credit, part, bool(desired[""].shape)) if credit else self._wrong(part, desired[""])
        near = None if credit == 1 else near_miss.by_margin(margin, credit) or self._by_shape(part, desired[""])
        return replace(verdict, margin=margin, near_miss=near)

    def correct_answer(self) -> Namespace:
        """Return the reference."""
        return {self.answer: self.reference}

    def answer_by(self, written: Function) -> Namespace:
        """Call the function and return its value as an array."""
        return {self.answer: np.asarray(written(), dtype=np.float64)}

    def changed_values(self) -> Iterator[ChangedValue]:
        """Yield values with one entry changed."""
        return changed_values.numbers(self.answer, self.reference, min(self.bands))

    def _wrong(self, part: Tensor, desired: Floats) -> Verdict:
        layout = Array(self.shape)
        for wrong in self.misconceptions:
            if TYPED.holds(part.values, layout.desired(wrong.wrong())[""]):
                return credited(wrong.credit, wrong.hint, misconception=wrong.name)
        if part.imaginary is not None and TYPED.holds(part.values, desired):
            return incorrect(f"`{self.answer}` has imaginary parts that should not be there.")
        if not desired.shape and not part.values.shape:
            return incorrect(f"`{self.answer}` has the wrong value.")
        found = hint([(part.values, desired)], TYPED, layout.asks)
        return incorrect(found.text, misconception=found.name)

    @staticmethod
    def _distance(part: Tensor, desired: Any) -> float:
        """Return the largest absolute error of an entry; infinite for another shape."""
        if part.values.shape != desired.shape:
            return np.inf
        imaginary = 0.0 if part.imaginary is None else part.imaginary
        with np.errstate(all="ignore"):
            distance = np.hypot(part.values - desired, imaginary)
        return float(np.max(distance, initial=0.0)) if np.all(np.isfinite(distance)) else np.inf

    def _near(self, credit: float, part: Tensor, noted: bool) -> Verdict:
        if credit < 1:
            text = f"`{self.answer}` is close, but not accurate enough. Where was it rounded?"
            return credited(min(credit, HALF) if part.imaginary is not None else credit, text)
        if part.imaginary is not None:
            text = "The value is right, but has a complex type where a real number is expected, which costs half."
            return credited(HALF, text)
        if not part.conversions or not noted:
            return correct()
        return correct(f"The value is right. It was {given_as(part.conversions)}")

    def _by_shape(self, part: Tensor, desired: Floats) -> str | None:
        if part.values.shape == desired.shape:
            return None
        tolerance = Tolerance(rtol=0.0, atol=min(self.bands) or TINY)
        return near_miss.OTHER_SHAPE if near_miss.same_values(part.values, desired, tolerance) else None


def _typed(value: object) -> object:
    """Convert a short text that spells a number to that number."""
    if not isinstance(value, str) or len(value) > MAX_DIGITS:
        return value
    try:
        return float(value)
    except ValueError:
        return value
