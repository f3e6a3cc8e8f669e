"""What is behind a wrong answer: memory of earlier calls, a misconception, single precision, a pattern in numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.model import Misconception, Probe
from autograder.questions.findings import Finding, agree
from autograder.questions.hints import Hint, hint
from autograder.questions.layouts import Desired, Layout, Parts
from autograder.questions.no_value import NoValue
from autograder.questions.tensors import Unfit
from autograder.questions.tolerance import Tolerance


@dataclass(frozen=True)
class Ruler:
    """How results are laid out, and how close they have to be."""

    layout: Layout
    tolerance: Tolerance

    def desired(self, function: Callable[..., Any], probe: Probe) -> Desired:
        """Return what a trusted function gives."""
        with np.errstate(all="ignore"):
            return self.layout.desired(function(*(probe.args or ())))

    def same(self, one: Desired, other: Desired) -> bool:
        """Whether two trusted results cannot be told apart."""
        return one.keys() == other.keys() and all(self.tolerance.holds(one[name], other[name]) for name in one)


def forgetful(first: Finding, again: Finding, tolerance: Tolerance) -> bool:
    """Whether the same arguments gave something else at the end than at the beginning."""
    if not isinstance(first.came, Parts) or not isinstance(again.came, Parts):
        return first.right and (again.raised or isinstance(again.came, Unfit))
    before, after = first.tensors, again.tensors
    return before.keys() != after.keys() or not all(
        np.array_equal(before[name].values, after[name].values, equal_nan=True)
        or tolerance.holds(before[name].values, after[name].values)
        for name in before
    )


def recognised(misconception: Misconception, findings: Sequence[Finding], ruler: Ruler) -> list[Finding]:
    """Return the cases that tell this misconception from the reference, if the answer is it in all of them; else none.

    Where the wrong formula has no value (shapes that do not multiply), the student's must have raised as well.
    """
    values, telling = 0, []
    for finding in findings:
        try:
            wrong = ruler.desired(misconception.wrong, finding.probe)
        except (ArithmeticError, LookupError, TypeError, ValueError):
            if not finding.raised:
                return []
            telling.append(finding)
            continue
        if finding.unknown or ruler.same(wrong, finding.desired):
            continue
        if not agree(finding, wrong, ruler.layout, ruler.tolerance):
            return []
        values += 1
        telling.append(finding)
    return telling if values else []


def rounded(findings: Sequence[Finding], ruler: Ruler) -> bool:
    """Whether only single precision keeps the answer from being right."""
    loose = ruler.tolerance.in_single_precision()
    return all(
        finding.right
        or (
            any(part.single for part in finding.tensors.values())
            and agree(finding, finding.desired, ruler.layout, loose)
        )
        for finding in findings
    )


def difference(findings: Sequence[Finding], ruler: Ruler) -> Hint:
    """Return what can be said without a misconception: no value, no array of numbers, or a pattern in the numbers."""
    for finding in findings:
        if isinstance(finding.came, NoValue) and finding.wrong:
            return Hint(finding.came.text)
    for finding in findings:
        if isinstance(finding.came, Unfit):
            return Hint(f"The result is {finding.came.reason}{_instead(ruler.layout)}.")
        if isinstance(finding.came, Parts):
            for name, part in finding.came.tensors.items():
                if isinstance(part, Unfit):
                    where = f"`{name}`" if name else "The result"
                    return Hint(f"{where} is {part.reason}{'' if name else _instead(ruler.layout)}.")
    wrong = {name for finding in findings for name, error in finding.excess.items() if error > 1}
    pairs = [
        (finding.tensors[name].values, finding.desired[name])
        for finding in findings
        for name in finding.tensors
        if name in wrong
    ]
    if all(ruler.tolerance.holds(*pair) for pair in pairs):
        return Hint("The result has imaginary parts that should not be there.")
    return hint(pairs, ruler.tolerance, ruler.layout.asks)


def _instead(layout: Layout) -> str:
    return f" instead of {layout.asks}" if layout.asks else ", not an array of numbers"
