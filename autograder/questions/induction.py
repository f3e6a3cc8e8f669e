"""A proof of Mⁿ = QΛⁿQ⁻¹ by induction, written in Markdown: its lines are checked, its parts are named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from autograder.maths.induction.links import Holds, Link, Use
from autograder.maths.induction.study import Induction, study
from autograder.maths.latex import render
from autograder.maths.unreadable import UnreadableError
from autograder.model import Question, Response, Verdict, correct, credited, incorrect, unanswered, undecided

MAX_QUOTED = 12
FEW_WORDS = 12
"""So little text between the formulas cannot hide a part of the proof."""


@dataclass(frozen=True, kw_only=True)
class PowerInduction(Question):
    """Asks for a proof that Mⁿ = QΛⁿQ⁻¹ by induction.

    Attributes
    ----------
    base_credit, hypothesis_credit, step_credit : float
        What the parts of the proof are worth; together 1. They are suggestions to a person wherever the proof is not
        complete, unless the answer leaves nothing open.
    unrolled_credit : float
        What a power that was unrolled with dots is worth at least.
    """

    base_credit: float = 0.25
    hypothesis_credit: float = 0.25
    step_credit: float = 0.5
    unrolled_credit: float = 0.25

    def judge(self, response: Response) -> Verdict:
        """Read the answer; what cannot be decided goes to a person with the checked lines beside it."""
        if response.untouched or not response.text.strip():
            return unanswered()
        try:
            found = study(response.text)
        except UnreadableError as error:
            return undecided(f"This answer could not be read ({error}); a person reads it.")
        verdict = self._verdict(found)
        lines = "\n".join(_lines(found))
        return replace(verdict, feedback=f"{verdict.feedback}\n\nWhat was read:\n{lines}") if lines else verdict

    def _verdict(self, found: Induction) -> Verdict:
        false = found.those(Holds.FALSE)
        if false:
            return self._with_false_line(found, false)
        if found.complete and not found.unread:
            return correct(f"Base case n = {found.base}, hypothesis and step are there, and every line holds.")
        if found.complete:
            return undecided(
                "Base case, hypothesis and step were found and hold, but not every line could be read; a person reads "
                "the rest.",
                suggestion=1.0,
            )
        return self._incomplete(found)

    def _with_false_line(self, found: Induction, false: tuple[Link, ...]) -> Verdict:
        first = false[0]
        told = f"In line {first.line}, ${render(first.left)} = {render(first.right)}$ does not hold"
        why = " for every M = QΛQ⁻¹. Which rule for products of matrices was used: do Q and Λ commute?"
        if found.unread or found.complete or any(link.chain in found.doubtful for link in false):
            return undecided(f"{told} as it was read{why} A person decides.", suggestion=self._earned(found) / 2)
        return incorrect(told + why, misconception="a line does not hold")

    def _incomplete(self, found: Induction) -> Verdict:
        name, told = _defect(found)
        earned = self._earned(found)
        if earned and _leaves_nothing_open(found):
            return credited(earned, told, misconception=name)
        return undecided(f"{told} A person reads the rest.", suggestion=earned, misconception=name)

    def _earned(self, found: Induction) -> float:
        parts = (
            (self.base_credit, found.base is not None),
            (self.hypothesis_credit, found.hypothesis or bool(found.assumed)),
            (self.step_credit, found.step is not None and not found.circular),
        )
        earned = sum(credit for credit, there in parts if there)
        return max(earned, self.unrolled_credit) if found.unrolled else earned


def _leaves_nothing_open(found: Induction) -> bool:
    """Whether there is no place where the missing part of the proof could be hidden."""
    if found.unread or found.first_case or found.words > FEW_WORDS or found.circular or found.short or found.unrolled:
        return False
    if found.step is None:
        return all(link.use is Use.STATEMENT for link in found.links)
    others = [link for link in found.links if link.use is Use.NONE and link.chain != found.step.chain]
    return not others


def _defect(found: Induction) -> tuple[str, str]:
    """The first thing that is missing: its name, and what to tell the student."""
    if found.circular:
        return "circular", (
            "What is to be shown is used to show it. For which number is the statement assumed, and for which is it "
            "shown?"
        )
    if found.step is None and found.unrolled:
        return "unrolled", (
            "The power is unrolled, with dots in place of an argument. How does the statement for one number follow "
            "from the one before, and where does it start?"
        )
    if found.step is None and found.short:
        return "step not shown", "Between $M^k M$ and the result, which lines use the hypothesis and cancel $Q^{-1} Q$?"
    if found.step is None:
        return "no step", "No step from one number to the next was found. How does the statement for k give k + 1?"
    if found.base is None:
        return "no base case", "No base case was found. For which first number does the statement hold, and why?"
    if not found.hypothesis:
        return (
            "no hypothesis",
            "It is not said what the step assumes. For which number does the statement hold already?",
        )
    return "not concluded", "What follows from this for the matrix $M^n$ itself?"


def _lines(found: Induction) -> Iterator[str]:
    for link in found.links[:MAX_QUOTED]:
        yield f"line {link.line}: ${render(link.left)} = {render(link.right)}$ {link.holds}"
    if len(found.links) > MAX_QUOTED:
        yield f"and {len(found.links) - MAX_QUOTED} more"
