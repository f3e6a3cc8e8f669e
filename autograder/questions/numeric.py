"""Questions whose answer is a function: it is called with hidden inputs and compared with a reference."""

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
"""Upper limit of the credit for a function that changes its arguments, returns complex numbers instead of real ones, or
computes in single precision where that is not accurate enough."""


@renamed_arguments(ground="label")
@dataclass(frozen=True)
class Case:
    """One sampled input.

    Attributes
    ----------
    args : tuple
        The arguments of the call.
    label : str
        What is special about this input, in words that complete "it is right for ..." ("n = d = 1"). Students read it
        when only some cases are right; "" is the general case.
    """

    args: tuple[Any, ...]
    label: str = ""


@renamed_arguments(closeness="tolerance", quiet="forbid_warnings", shares="parts_credit", without="credit_without")
@dataclass(frozen=True, kw_only=True)
class Numeric(Question):
    """Asks for a function, calls it on hidden cases and compares its results with those of a reference.

    Only the values count: lists, integers or an extra axis of length 1 are mentioned in the feedback but cost nothing.
    The first case is called again at the end, which exposes functions that depend on earlier calls.

    Attributes
    ----------
    reference : callable
        The trusted function.
    cases : callable
        Takes a `numpy.random.Generator` and yields cases, or bare tuples of arguments. The generator is seeded by
        assignment, question and student, so students get different inputs and a regrade uses the same ones.
    function : str
        The function's name in the notebook; the reference's name by default.
    returns : Layout
        What the result consists of: one array (`layouts.Array`, the default), a tuple or dict of arrays, or a
        collection of index tuples.
    tolerance : Tolerance
        The error that is accepted; by default 1e-6 relative to the norm of the reference's result.
    misconceptions : sequence of Misconception
        Wrong functions with the reference's arguments. An answer has a misconception if it gives the same values in
        all cases where the misconception differs from the reference. The first match is named in the feedback, and
        earns its credit if all other cases are right.
    credit_without : mapping of str to float
        Credit by label of cases, for an answer that is wrong only there. If cases with several labels are wrong, the
        smallest credit counts; a wrong case with a label that is not listed leaves no credit.
    parts_credit : float
        For results with several parts: the credit of all parts together. Each part that is right in every case earns
        an equal share. The larger of this and `credit_without` counts.
    forbid_warnings : bool
        Whether a numerical warning of NumPy limits the credit to one half.

    Examples
    --------
    >>> import numpy as np
    >>> def softplus(z):
    ...     return np.logaddexp(0, z)
    >>> def cases(rng):
    ...     yield (rng.normal(size=5),)
    ...     yield Case((np.array([800.0, -800.0]),), "large |z|")
    >>> question = Numeric(name="softplus", reference=softplus, cases=cases, credit_without={"large |z|": 0.5})
    >>> question.names
    ('softplus',)
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

    def memoized(self, memoize: Callable[[Function], Function]) -> Self:
        """Return the question with a cached reference and cached misconceptions."""
        wrong = tuple(replace(each, wrong=memoize(each.wrong)) for each in self.misconceptions)
        return replace(self, reference=memoize(self.reference), misconceptions=wrong)

    def judge(self, response: Response) -> Verdict:
        """Compare every result with the reference's."""
        if nothing_written(response):
            return unanswered()
        findings = [
            find(probe, answer, self._ruler.desired(self.reference, probe), self.returns, self.tolerance)
            for probe, answer in zip(response.probes, answers_of(response), strict=True)
        ]
        if any(finding.wrong for finding in findings):
            credit, name, sentences = self._wrong(findings)
        elif not findings or any(finding.unknown for finding in findings):
            return undecided(f"`{self.names[0]}` could not be fully tested; it needs manual grading.")
        else:
            credit, name, sentences = 1.0, None, []
        if credit:
            broken = feedback.breaches(
                findings, list(inspect.signature(self.reference).parameters), self.forbid_warnings
            )
            if broken:
                credit, sentences = min(credit, HALF), [*(sentences or ["The values are right."]), *broken]
            elif credit == 1:
                sentences = feedback.conversions(findings)
        margin = _margin(findings)
        near = near_miss.by_margin(margin, credit) or near_miss.by_shape(findings, self.tolerance)
        return credited(credit, " ".join(sentences), misconception=name, margin=margin, near_miss=near)

    @property
    def _ruler(self) -> Ruler:
        return Ruler(self.returns, self.tolerance)

    def _wrong(self, findings: list[Finding]) -> tuple[float, str | None, list[str]]:
        """Return the credit of a wrong answer, the misconception's name, and sentences for the student."""
        asked = findings[:-1] or findings
        if diagnosis.forgetful(findings[0], findings[-1], self.tolerance):
            text = f"`{self.names[0]}` gives different results for the same arguments: it depends on earlier calls."
            return 0.0, "depends on earlier calls", [f"{text} What does it remember from one call to the next?"]
        for misconception in self.misconceptions:
            matching = diagnosis.recognised(misconception, asked, self._ruler)
            if matching:
                other = [finding for finding in asked if finding.wrong and finding not in matching]
                if not other:
                    return misconception.credit, misconception.name, [misconception.hint]
                besides = f"Something else is wrong for {feedback.places(other)}:"
                found = diagnosis.difference(other, self._ruler)
                return 0.0, misconception.name, [misconception.hint, besides, found.text]
        if diagnosis.rounded(findings, self._ruler):
            text = "The values are right to single precision, but double precision (float64) is expected."
            return HALF, "single precision", [f"{text} Where do float32 numbers come in?"]
        failing = [label for label, holds in labels(findings).items() if not holds]
        remains = min(self.credit_without.get(label, 0.0) for label in failing)
        found = diagnosis.difference(findings, self._ruler)
        sentences = [found.text, *feedback.where(asked), *feedback.which_parts(asked)]
        return max(remains, self._shared(findings)), found.name, sentences

    def _shared(self, findings: list[Finding]) -> float:
        """Return the credit for the parts of the result that are right in every case."""
        names = findings[0].desired.keys()
        always = [name for name in names if all(finding.excess[name] <= 1 for finding in findings)]
        return self.parts_credit * len(always) / len(names)


def _margin(findings: list[Finding]) -> float | None:
    errors = [error for finding in findings for error in finding.excess.values()]
    return max(errors) if errors and all(map(math.isfinite, errors)) else None
