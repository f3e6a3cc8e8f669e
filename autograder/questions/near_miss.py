"""Answers that a person may want to see although they were decided: near the tolerance, or of another shape."""

from __future__ import annotations

from collections.abc import Sequence

from autograder.questions.findings import Finding
from autograder.questions.layouts import Parts
from autograder.questions.tensors import Floats, Tensor, Unfit
from autograder.questions.tolerance import Tolerance

FACTOR = 10.0
"""How many times above or below the tolerance an error still is a near miss."""

OTHER_SHAPE = "the right values in another shape"


def by_margin(margin: float | None, credit: float) -> str | None:
    """Say that an error is within a factor of ten of what is tolerated, on either side.

    Parameters
    ----------
    margin : float or None
        The largest error in units of the tolerated one; None if there is no such number.
    credit : float
        What the answer earns.
    """
    if margin is None or not 1 / FACTOR < margin <= FACTOR:
        return None
    if margin <= 1:
        return "right, but its error is more than a tenth of what is tolerated" if credit == 1 else None
    return f"off by less than {FACTOR:g} times what is tolerated"


def by_shape(findings: Sequence[Finding], tolerance: Tolerance) -> str | None:
    """Say that all values are right where only their shape is not."""
    wrong = [finding for finding in findings if finding.wrong]
    return OTHER_SHAPE if wrong and all(_reshaped(finding, tolerance) for finding in wrong) else None


def same_values(actual: Floats, desired: Floats, tolerance: Tolerance) -> bool:
    """Whether two arrays hold the same values in the same order, whatever their shapes."""
    return actual.size == desired.size > 0 and tolerance.holds(actual.ravel(), desired.ravel())


def _reshaped(finding: Finding, tolerance: Tolerance) -> bool:
    if not isinstance(finding.came, Parts):
        return False
    return all(_same(part, finding.desired[name], tolerance) for name, part in finding.came.tensors.items())


def _same(part: Tensor | Unfit, desired: Floats, tolerance: Tolerance) -> bool:
    return isinstance(part, Tensor) and part.imaginary is None and same_values(part.values, desired, tolerance)
