"""Sentences for the student about where an answer holds, what it breaks, and how it was dressed."""

from __future__ import annotations

from collections.abc import Sequence

from autograder.model import Returned
from autograder.questions.findings import Finding, grounds
from autograder.questions.layouts import Parts

_GENERAL = "the general case"


def where(findings: Sequence[Finding]) -> list[str]:
    """Say on which grounds the answer holds and on which it does not, if that is not the same everywhere."""
    held = grounds(findings)
    right = [finding for finding in findings if held[finding.probe.ground]]
    wrong = [finding for finding in findings if not held[finding.probe.ground]]
    if right and wrong and held.get(""):
        return [f"It is right except for {places(wrong)}."]
    if right and wrong:
        return [f"It is right for {places(right)}, but not for {places(wrong)}."]
    return ["It is right in some cases, but not in all."] if any(finding.right for finding in findings) else []


def places(findings: Sequence[Finding]) -> str:
    """Name the grounds of some cases."""
    return listed([ground or _GENERAL for ground in grounds(findings)])


def which_parts(findings: Sequence[Finding]) -> list[str]:
    """Say which of several parts of the result are always right, if some are."""
    names = [name for name in findings[0].desired if name]
    right = [f"`{name}`" for name in names if all(finding.excess[name] <= 1 for finding in findings)]
    wrong = [f"`{name}`" for name in names if any(finding.excess[name] > 1 for finding in findings)]
    return [f"Right: {', '.join(right)}. Not right: {', '.join(wrong)}."] if right and wrong else []


def breaches(findings: Sequence[Finding], parameters: Sequence[str], quiet: bool) -> list[str]:
    """Say which rules were broken that do not touch the values, but the credit.

    Parameters
    ----------
    findings : sequence of Finding
    parameters : sequence of str
        Names of the function's arguments.
    quiet : bool
        Whether numerical warnings count.
    """
    told = []
    answers = [finding.answer for finding in findings if isinstance(finding.answer, Returned)]
    changed = {position for answer in answers for position in answer.changed}
    if changed:
        names = [f"`{name}`" for position, name in enumerate(parameters) if position in changed]
        told.append(f"But it changes its arguments{f' ({listed(names)})' if names else ''}, which costs half.")
    if any(part.imaginary is not None for finding in findings for part in finding.tensors.values()):
        told.append("But the result is of a complex type where real numbers are asked, which costs half.")
    if quiet and any("RuntimeWarning" in answer.warnings for answer in answers):
        told.append("But NumPy warns on the way, which costs half. Which operation overflows, or has no value?")
    return told


def dress(findings: Sequence[Finding]) -> list[str]:
    """Say in which harmless dress right values came."""
    notes = dict.fromkeys(note for each in findings if isinstance(each.came, Parts) for note in each.came.notes)
    return (
        [f"The values are right. They came in other dress, which costs nothing: {', '.join(notes)}."] if notes else []
    )


def listed(words: Sequence[str]) -> str:
    """Join words as in a sentence."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
