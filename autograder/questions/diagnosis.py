"""Explains a wrong answer: it depends on earlier calls, has a misconception, single precision, or a pattern."""

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
        """Return the parts of a trusted function's result for the arguments of a probe."""
        with np.errstate(all="ignore"):
            return self.layout.desired(function(*(probe.args or ())))

    def same(self, one: Desired, other: Desired) -> bool:
        """Whether two trusted results agree within the tolerance."""
        return one.keys() == other.keys() and all(self.tolerance.holds(one[name], other[name]) for name in one)


def forgetful(first: Finding, again: Finding, tolerance: Tolerance) -> bool:
    """Whether the last call gave a different result than the first, with the same arguments."""
    if not isinstance(first.came, Parts) or not isinstance(again.came, Parts):
        return first.right and (again.raised or isinstance(again.came, Unfit))
    before, after = first.tensors, again.tensors
    return before.keys() != after.keys() or not all(
        np.array_equal(before[name].values, after[name].values, equal_nan=True)
        or tolerance.holds(before[name].values, after[name].values)
        for name in before
    )


def recognised(misconception: Misconception, findings: Sequence[Finding], ruler: Ruler) -> list[Finding]:
    """Return the cases in which the misconception differs from the reference, if the answer agrees with it in all.

    If the wrong formula fails (for shapes that do not multiply), the student's code must have raised an exception too.

    Returns
    -------
    list of Finding
        Empty if the answer does not have this misconception, or if no case could show it.
    """
    values, differing = 0, []
    for finding in findings:
        try:
            wrong = ruler.desired(misconception.wrong, finding.probe)
        except (ArithmeticError, LookupError, TypeError, ValueError):
            if not finding.raised:
                return []
            differing.append(finding)
            continue
        if finding.unknown or ruler.same(wrong, finding.desired):
            continue
        if not agree(finding, wrong, ruler.layout, ruler.tolerance):
            return []
        values += 1
        differing.append(finding)
    return differing if values else []


def rounded(findings: Sequence[Finding], ruler: Ruler) -> bool:
    """Whether the answer would be right with the tolerance for single precision."""
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
    """Return a hint for an answer with no known misconception: no value, not an array, or a pattern in the numbers."""
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
