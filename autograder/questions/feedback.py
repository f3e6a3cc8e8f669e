"""Feedback for students: where an answer is right, which rules it breaks, and how its values were converted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from autograder.model import Returned
from autograder.questions.findings import Finding, labels
from autograder.questions.layouts import Parts

_GENERAL = "the general case"


def where(findings: Sequence[Finding]) -> list[str]:
    """Say for which cases the answer is right and for which it is wrong, if it is right for some only."""
    held = labels(findings)
    right = [finding for finding in findings if held[finding.probe.label]]
    wrong = [finding for finding in findings if not held[finding.probe.label]]
    if right and wrong and held.get(""):
        return [f"It is right except for {places(wrong)}."]
    if right and wrong:
        return [f"It is right for {places(right)}, but not for {places(wrong)}."]
    return ["It is right in some cases, but not in all."] if any(finding.right for finding in findings) else []


def places(findings: Sequence[Finding]) -> str:
    """List the labels of some cases."""
    return listed([label or _GENERAL for label in labels(findings)])


def which_parts(findings: Sequence[Finding]) -> list[str]:
    """Say which parts of the result are right in all cases, if only some are."""
    names = [name for name in findings[0].desired if name]
    right = [f"`{name}`" for name in names if all(finding.excess[name] <= 1 for finding in findings)]
    wrong = [f"`{name}`" for name in names if any(finding.excess[name] > 1 for finding in findings)]
    return [f"Right: {', '.join(right)}. Wrong: {', '.join(wrong)}."] if right and wrong else []


def breaches(findings: Sequence[Finding], parameters: Sequence[str], forbid_warnings: bool) -> list[str]:
    """Say which rules the function breaks that cost credit although the values are right.

    Parameters
    ----------
    findings : sequence of Finding
    parameters : sequence of str
        Names of the function's arguments.
    forbid_warnings : bool
        Whether NumPy's numerical warnings cost points.
    """
    broken = []
    answers = [finding.answer for finding in findings if isinstance(finding.answer, Returned)]
    changed = {position for answer in answers for position in answer.changed}
    if changed:
        names = [f"`{name}`" for position, name in enumerate(parameters) if position in changed]
        broken.append(f"But it changes its arguments{f' ({listed(names)})' if names else ''}, which costs half.")
    if any(part.imaginary is not None for finding in findings for part in finding.tensors.values()):
        broken.append("But the result has a complex type where real numbers are expected, which costs half.")
    if forbid_warnings and any("RuntimeWarning" in answer.warnings for answer in answers):
        broken.append("But NumPy warns, which costs half. Which operation overflows or has no value?")
    return broken


def conversions(findings: Sequence[Finding]) -> list[str]:
    """Mention the conversions that right values needed; they cost no points."""
    notes = dict.fromkeys(
        note for finding in findings if isinstance(finding.came, Parts) for note in finding.came.notes
    )
    return [f"The values are right. They were {given_as(notes)}"] if notes else []


def given_as(notes: Iterable[str]) -> str:
    """Complete "they were ...": values of another type or shape were accepted with no deduction.

    Parameters
    ----------
    notes : iterable of str
        What the values were ("integers").
    """
    return f"given as {listed(list(notes))}, which costs no points."


def listed(words: Sequence[str]) -> str:
    """Join words as in a sentence."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
