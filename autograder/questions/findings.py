"""The actual and the desired result of one case, side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from autograder.model import Answer, Probe, Returned
from autograder.questions.layouts import Desired, Layout, Parts
from autograder.questions.no_value import NoValue, no_value
from autograder.questions.tensors import Tensor, Unfit
from autograder.questions.tolerance import Tolerance


@dataclass(frozen=True, eq=False)
class Finding:
    """One case with the desired and the actual result.

    Attributes
    ----------
    probe : Probe
    desired : mapping of str to ndarray
        The parts of the reference's result.
    answer : Answer
        What the sandbox returned.
    came : Parts, Unfit or NoValue
        The parts of the student's result, or why there are none.
    excess : mapping of str to float
        The error of every part, divided by the tolerance; at most 1 if it is right.
    """

    probe: Probe
    desired: Desired
    answer: Answer
    came: Parts | Unfit | NoValue
    excess: Mapping[str, float]

    @property
    def right(self) -> bool:
        """Whether every part is right."""
        return all(error <= 1 for error in self.excess.values())

    @property
    def unknown(self) -> bool:
        """Whether the answer is unknown because the grader failed."""
        return isinstance(self.came, NoValue) and self.came.unknown

    @property
    def wrong(self) -> bool:
        """Whether the answer is known and not right."""
        return not self.right and not self.unknown

    @property
    def raised(self) -> bool:
        """Whether the code raised an exception."""
        return isinstance(self.came, NoValue) and self.came.raised

    @property
    def tensors(self) -> Mapping[str, Tensor]:
        """The parts that are arrays of numbers."""
        parts = self.came.tensors if isinstance(self.came, Parts) else {}
        return {name: part for name, part in parts.items() if isinstance(part, Tensor)}


def find(probe: Probe, answer: Answer, desired: Desired, layout: Layout, tolerance: Tolerance) -> Finding:
    """Read an answer and compare it with the desired result."""
    came: Parts | Unfit | NoValue | None = no_value(probe.name, answer)
    if came is None:
        assert isinstance(answer, Returned)
        came = layout.read(answer.value, desired)
    return Finding(probe, desired, answer, came, _excess(came, desired, tolerance))


def agree(finding: Finding, desired: Desired, layout: Layout, tolerance: Tolerance) -> bool:
    """Whether the real parts of the student's result have these values and shapes."""
    if not isinstance(finding.answer, Returned):
        return False
    came = layout.read(finding.answer.value, desired)
    if not isinstance(came, Parts):
        return False
    return all(
        isinstance(part, Tensor) and tolerance.holds(part.values, desired[name]) for name, part in came.tensors.items()
    )


def labels(findings: Sequence[Finding]) -> Mapping[str, bool]:
    """Return every label, in order, and whether all of its cases are right; "" is the general case."""
    names = dict.fromkeys(finding.probe.label for finding in findings)
    return {name: all(each.right for each in findings if each.probe.label == name) for name in names}


def _excess(came: Parts | Unfit | NoValue, desired: Desired, tolerance: Tolerance) -> Mapping[str, float]:
    if not isinstance(came, Parts):
        return dict.fromkeys(desired, np.inf)
    return {name: _apart(part, desired, name, tolerance) for name, part in came.tensors.items()}


def _apart(part: Tensor | Unfit, desired: Desired, name: str, tolerance: Tolerance) -> float:
    if isinstance(part, Unfit):
        return np.inf
    real = tolerance.excess(part.values, desired[name])
    if part.imaginary is None or real == np.inf:
        return real
    with np.errstate(all="ignore"):
        return max(real, tolerance.excess(desired[name] + part.imaginary, desired[name]))
