"""The claims of `autograder check` about the hidden checks, and the problems that the evidence shows."""

from __future__ import annotations

from collections.abc import Iterator

from autograder.release_check.fairness.equivalents import FILE
from autograder.release_check.fairness.evidence import Evidence
from autograder.release_check.fairness.kill_matrix import MutantResult
from autograder.release_check.fairness.known_answers import REFERENCE
from autograder.release_check.fairness.parity import CLEARLY_RIGHT, CLEARLY_WRONG, AnswerResult
from autograder.release_check.lint import Finding

MIN_ANSWERS = 4
"""Right answers that a code question needs besides the reference."""


def claims(evidence: Evidence) -> Iterator[Finding]:
    """Yield a finding for every claim."""
    right = [each for each in evidence.answer_results if each.right]
    wrong = [each for each in evidence.answer_results if not each.right]
    students = f"for all {evidence.students} students"
    yield Finding("every known answer could be judged", evidence.troubles)
    yield Finding(
        f"every code question has at least {MIN_ANSWERS} right answers besides the reference", _right_answers(evidence)
    )
    yield Finding(f"all {len(right)} right answers are accepted {students}", _surprises(right))
    yield Finding(
        f"all {len(wrong)} misconceptions are rejected and named, each by its own name only, {students}",
        _surprises(wrong),
    )
    yield Finding(
        "errors of right answers are below a tenth of the tolerance, errors of wrong answers above ten times it",
        tuple(map(_margin, evidence.narrow)),
    )
    counted = [each for each in evidence.mutant_results if not each.reason]
    yield Finding(
        f"all {len(counted)} small changes to the references are noticed "
        f"({len(evidence.mutant_results) - len(counted)} more are declared equivalent)",
        (*map(_survivor, evidence.survivors), *_unmutated(evidence), *_stale(evidence)),
    )


def _right_answers(evidence: Evidence) -> tuple[str, ...]:
    counts = {
        question: sum(each.name != REFERENCE for each in evidence.answers(question, right=True))
        for question in evidence.code
    }
    return tuple(f"{question}: it has {number}" for question, number in counts.items() if number < MIN_ANSWERS)


def _surprises(answer_results: list[AnswerResult]) -> tuple[str, ...]:
    return tuple(
        f"{each.question}, {each.name}: for {each.surprises} of {each.students} students; {'; '.join(each.complaints)}"
        for each in answer_results
        if each.surprises
    )


def _margin(each: AnswerResult) -> str:
    if each.right:
        return f"{each.question}, {each.name}: an error of {each.high:.2g} tolerances is not below {CLEARLY_RIGHT:g}"
    return f"{each.question}, {each.name}: an error of {each.low:.2g} tolerances is not above {CLEARLY_WRONG:g}"


def _survivor(each: MutantResult) -> str:
    place = f"`{each.mutant.function}`, line {each.mutant.line}" if each.mutant.line else f"`{each.mutant.function}`"
    return (
        f"{each.question}: a change in {place} ({each.mutant.kind}) is not noticed for {each.missed} of "
        f"{each.students} students: {each.mutant.before}  ->  {each.mutant.after}"
    )


def _unmutated(evidence: Evidence) -> Iterator[str]:
    for question in evidence.code:
        if not evidence.mutants(question):
            yield f"{question}: its reference could not be changed; is it defined with `def` at the top of a module?"


def _stale(evidence: Evidence) -> Iterator[str]:
    for each in evidence.stale:
        where = f"{each.question}: " if each.question else ""
        yield f"{FILE}: {where}{each} is declared, but no such change survives; remove it"
