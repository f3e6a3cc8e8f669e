"""Near misses: decided answers that a grader may want to look at, because of a small error or another shape."""

from __future__ import annotations

from collections.abc import Sequence

from autograder.questions.findings import Finding
from autograder.questions.layouts import Parts
from autograder.questions.tensors import Floats, Tensor, Unfit
from autograder.questions.tolerance import Tolerance

FACTOR = 10.0
"""An error is a near miss if it is within this factor of the tolerance, above or below."""

OTHER_SHAPE = "the right values in another shape"


def by_margin(margin: float | None, credit: float) -> str | None:
    """Describe an error within a factor of ten of the tolerance; None if it is farther away.

    Parameters
    ----------
    margin : float or None
        The largest error, divided by the tolerance; None if there is no such number.
    credit : float
        The credit of the answer.
    """
    if margin is None or not 1 / FACTOR < margin <= FACTOR:
        return None
    if margin <= 1:
        return "right, but the error is more than a tenth of the tolerance" if credit == 1 else None
    return f"wrong, but the error is less than {FACTOR:g} times the tolerance"


def by_shape(findings: Sequence[Finding], tolerance: Tolerance) -> str | None:
    """Describe an answer whose values are right in the wrong shape; None for any other answer."""
    wrong = [finding for finding in findings if finding.wrong]
    return OTHER_SHAPE if wrong and all(_reshaped(finding, tolerance) for finding in wrong) else None


def same_values(actual: Floats, desired: Floats, tolerance: Tolerance) -> bool:
    """Whether two arrays of any shapes hold the same values in the same order."""
    return actual.size == desired.size > 0 and tolerance.holds(actual.ravel(), desired.ravel())


def _reshaped(finding: Finding, tolerance: Tolerance) -> bool:
    if not isinstance(finding.came, Parts):
        return False
    return all(_same(part, finding.desired[name], tolerance) for name, part in finding.came.tensors.items())


def _same(part: Tensor | Unfit, desired: Floats, tolerance: Tolerance) -> bool:
    return isinstance(part, Tensor) and part.imaginary is None and same_values(part.values, desired, tolerance)
