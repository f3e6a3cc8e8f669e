"""A function of arrays, called with hidden inputs and compared with a reference."""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

import numpy as np

from autograder._deprecated import renamed_arguments
from autograder.model import (
    Probe,
    Question,
    Response,
    Verdict,
    credited,
    unanswered,
    undecided,
)
from autograder.model.questions import Function, Namespace
from autograder.questions import diagnosis, feedback, near_miss
from autograder.questions.diagnosis import Ruler
from autograder.questions.findings import Finding, find, labels
from autograder.questions.layouts import Array, Layout
from autograder.questions.no_value import answers_of, nothing_written
from autograder.questions.tolerance import Tolerance

HALF = 0.5
"""The most that is earned by a function that changes its arguments, returns complex numbers for real ones, or computes
in single precision where that is not exact enough."""


@renamed_arguments(ground="label")
@dataclass(frozen=True)
class Case:
    """One sampled input; `label` says what is special about it, in words that complete "it is right for ..."."""

    args: tuple[Any, ...]
    label: str = ""


@renamed_arguments(closeness="tolerance", quiet="forbid_warnings", shares="parts_credit", without="credit_without")
@dataclass(frozen=True, kw_only=True)
class Numeric(Question):
    """A function of the student's, called on every case and compared with the reference.

    The values decide, not their dress: lists, integers, an axis of length 1 too many and the like are only noted. The
    first case is asked a second time at the end, so that a function which depends on earlier calls is found out.

    Attributes
    ----------
    reference : callable
        The trusted function.
    cases : callable
        From a random generator to cases, or to bare tuples of arguments.
    function : str
        What the notebook calls it; the reference's name by default.
    returns : Layout
        How the result is laid out.
    tolerance : Tolerance
        What is tolerated.
    misconceptions : sequence of Misconception
        Wrong functions with the reference's arguments. The first that gives the student's values wherever it differs
        from the reference is named, and its credit given if all else is right.
    credit_without : mapping of str to float
        The credit that remains where the answer is right but for the cases with this label. Nothing by default.
    parts_credit : float
        Where a result has several parts: the credit that is shared among those that are always right.
    forbid_warnings : bool
        Whether NumPy's warnings cost half. Elsewhere they are harmless.
    """

    reference: Callable[..., Any]
    cases: Callable[[np.random.Generator], Iterable[Case | tuple[Any, ...]]]
    function: str = ""
    returns: Layout = field(default_factory=Array)
    tolerance: Tolerance = field(default_factory=Tolerance)
    credit_without: Mapping[str, float] = field(default_factory=dict)
    parts_credit: float = 0.0
    forbid_warnings: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The function's name."""
        return (self.function or self.reference.__name__,)

    def probes(self, rng: np.random.Generator) -> tuple[Probe, ...]:
        """Call the function on every case, and on the first one again."""
        cases = [case if isinstance(case, Case) else Case(case) for case in self.cases(rng)]
        return tuple(Probe(self.names[0], case.args, case.label) for case in (*cases, cases[0]))

    def correct_answer(self) -> Namespace:
        """Return the reference."""
        return {self.names[0]: self.reference}

    def answer_by(self, written: Function) -> Namespace:
        """Return the function itself."""
        return {self.names[0]: written}

    def remembering(self, remember: Callable[[Function], Function]) -> Self:
        """Return the question with a remembering reference and misconceptions."""
        wrong = tuple(replace(each, wrong=remember(each.wrong)) for each in self.misconceptions)
        return replace(self, reference=remember(self.reference), misconceptions=wrong)

    def judge(self, response: Response) -> Verdict:
        """Compare every result with the reference's."""
        if nothing_written(response):
            return unanswered()
        findings = [
            find(probe, answer, self._ruler.desired(self.reference, probe), self.returns, self.tolerance)
            for probe, answer in zip(response.probes, answers_of(response), strict=True)
        ]
        if any(finding.wrong for finding in findings):
            credit, name, told = self._wrong(findings)
        elif not findings or any(finding.unknown for finding in findings):
            return undecided(f"`{self.names[0]}` could not be fully tested; it needs manual grading.")
        else:
            credit, name, told = 1.0, None, []
        if credit:
            broken = feedback.breaches(
                findings, list(inspect.signature(self.reference).parameters), self.forbid_warnings
            )
            if broken:
                credit, told = min(credit, HALF), [*(told or ["The values are right."]), *broken]
            elif credit == 1:
                told = feedback.conversions(findings)
        margin = _margin(findings)
        near = near_miss.by_margin(margin, credit) or near_miss.by_shape(findings, self.tolerance)
        return credited(credit, " ".join(told), misconception=name, margin=margin, near_miss=near)

    @property
    def _ruler(self) -> Ruler:
        return Ruler(self.returns, self.tolerance)

    def _wrong(self, findings: list[Finding]) -> tuple[float, str | None, list[str]]:
        """Return the credit of a wrong answer, the misconception's name, and what to tell the student."""
        asked = findings[:-1] or findings
        if diagnosis.forgetful(findings[0], findings[-1], self.tolerance):
            text = f"`{self.names[0]}` gives different results for the same arguments: it depends on earlier calls."
            return 0.0, "depends on earlier calls", [f"{text} What does it keep outside of its own variables?"]
        for misconception in self.misconceptions:
            told_by = diagnosis.recognised(misconception, asked, self._ruler)
            if told_by:
                other = [finding for finding in asked if finding.wrong and finding not in told_by]
                if not other:
                    return misconception.credit, misconception.name, [misconception.hint]
                besides = f"There is something else for {feedback.places(other)}:"
                found = diagnosis.difference(other, self._ruler)
                return 0.0, misconception.name, [misconception.hint, besides, found.text]
        if diagnosis.rounded(findings, self._ruler):
            text = "The values are right as far as single precision goes, but arrays here hold float64."
            return HALF, "single precision", [f"{text} Where do float32 numbers come in?"]
        failing = [label for label, holds in labels(findings).items() if not holds]
        remains = min(self.credit_without.get(label, 0.0) for label in failing)
        found = diagnosis.difference(findings, self._ruler)
        told = [found.text, *feedback.where(asked), *feedback.which_parts(asked)]
        return max(remains, self._shared(findings)), found.name, told

    def _shared(self, findings: list[Finding]) -> float:
        """Return the credit for the parts of the result that are right in every case."""
        names = findings[0].desired.keys()
        always = [name for name in names if all(finding.excess[name] <= 1 for finding in findings)]
        return self.parts_credit * len(always) / len(names)


def _margin(findings: list[Finding]) -> float | None:
    errors = [error for finding in findings for error in finding.excess.values()]
    return max(errors) if errors and all(map(math.isfinite, errors)) else None
