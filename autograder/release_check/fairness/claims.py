"""What has to hold of the checks, and what speaks against it: the verdict of the gate on a study."""

from __future__ import annotations

from collections.abc import Iterator

from autograder.release_check.fairness.equivalents import FILE
from autograder.release_check.fairness.kill_matrix import MutantResult
from autograder.release_check.fairness.known_answers import REFERENCE
from autograder.release_check.fairness.parity import CLEARLY_RIGHT, CLEARLY_WRONG, Observed
from autograder.release_check.fairness.study import Study
from autograder.release_check.lint import Finding

STYLES = 4
"""Right answers of other people's that a code question needs besides the reference."""


def claims(study: Study) -> Iterator[Finding]:
    """Yield one finding after the other."""
    right = [each for each in study.observed if each.right]
    wrong = [each for each in study.observed if not each.right]
    everybody = f"for each of {study.students} students"
    yield Finding("every answer of the corpus could be judged", study.troubles)
    yield Finding(f"every code question has {STYLES} right answers of other styles than the reference", _styles(study))
    yield Finding(f"all {len(right)} right answers are accepted, {everybody}", _surprises(right))
    yield Finding(
        f"all {len(wrong)} misconceptions are rejected by their own name and no other, {everybody}", _surprises(wrong)
    )
    yield Finding(
        "errors of right answers are below a tenth of what is tolerated, those of wrong ones above ten times as much",
        tuple(map(_margin, study.thin)),
    )
    counted = [fate for fate in study.fates if not fate.reason]
    yield Finding(
        f"all {len(counted)} small mistakes in the references are noticed "
        f"({len(study.fates) - len(counted)} more are declared to compute the same)",
        (*map(_survivor, study.survivors), *_unmutated(study), *_stale(study)),
    )


def _styles(study: Study) -> tuple[str, ...]:
    counts = {
        question: sum(each.name != REFERENCE for each in study.answers(question, right=True)) for question in study.code
    }
    return tuple(f"{question}: there are {number}" for question, number in counts.items() if number < STYLES)


def _surprises(observed: list[Observed]) -> tuple[str, ...]:
    return tuple(
        f"{each.question}, {each.name}: for {each.surprises} of {each.students} students; {'; '.join(each.complaints)}"
        for each in observed
        if each.surprises
    )


def _margin(each: Observed) -> str:
    if each.right:
        return f"{each.question}, {each.name}: an error of {each.high:.2g} tolerances is not below {CLEARLY_RIGHT:g}"
    return f"{each.question}, {each.name}: an error of {each.low:.2g} tolerances is not above {CLEARLY_WRONG:g}"


def _survivor(fate: MutantResult) -> str:
    place = f"`{fate.mutant.function}`, line {fate.mutant.line}" if fate.mutant.line else f"`{fate.mutant.function}`"
    return (
        f"{fate.question}: a mistake in {place} ({fate.mutant.kind}) is not noticed for {fate.missed} of "
        f"{fate.students} students: {fate.mutant.before}  ->  {fate.mutant.after}"
    )


def _unmutated(study: Study) -> Iterator[str]:
    for question in study.code:
        if not study.mutants(question):
            yield f"{question}: no mistake could be made in its reference; is it a function of a module?"


def _stale(study: Study) -> Iterator[str]:
    for each in study.stale:
        where = f"{each.question}: " if each.question else ""
        yield f"{FILE}: {where}{each} is declared, but no such mutant survives; take it out"
