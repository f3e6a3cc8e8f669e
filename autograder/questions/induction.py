"""Grades proofs of Mⁿ = QΛⁿQ⁻¹ by induction, written in Markdown: checks every line and finds the parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from autograder.maths.induction.equations import Equation, StatementUse, Status
from autograder.maths.induction.proof import InductionProof, read_proof
from autograder.maths.latex import render
from autograder.maths.unreadable import UnreadableError
from autograder.model import Question, Response, Verdict, correct, credited, incorrect, unanswered, undecided

MAX_QUOTED = 12
FEW_WORDS = 12
"""A text with at most this many words between the formulas cannot contain a part of the proof."""


@dataclass(frozen=True, kw_only=True)
class PowerInduction(Question):
    """Asks for a proof by induction that Mⁿ = QΛⁿQ⁻¹.

    Attributes
    ----------
    base_credit, hypothesis_credit, step_credit : float
        Credit for each part of the proof; they sum to 1. For an incomplete proof they are suggestions to the grader,
        unless every part of the answer could be read.
    unrolled_credit : float
        Minimum credit for a proof that unrolls the power with dots.
    """

    base_credit: float = 0.25
    hypothesis_credit: float = 0.25
    step_credit: float = 0.5
    unrolled_credit: float = 0.25

    def judge(self, response: Response) -> Verdict:
        """Judge the text of an answer; the feedback lists the checked lines."""
        if response.untouched or not response.text.strip():
            return unanswered()
        try:
            proof = read_proof(response.text)
        except UnreadableError as error:
            return undecided(f"This answer could not be read: {error}. A grader will look at it.")
        verdict = self._verdict(proof)
        lines = "\n".join(_lines(proof))
        return replace(verdict, feedback=f"{verdict.feedback}\n\nWhat was read:\n{lines}") if lines else verdict

    def _verdict(self, proof: InductionProof) -> Verdict:
        false = proof.equations_with(Status.FALSE)
        if false:
            return self._with_false_line(proof, false)
        if proof.complete and not proof.unread:
            return correct(
                f"Your proof has a base case (n = {proof.base}), a hypothesis and a step, and every line holds."
            )
        if proof.complete:
            return undecided(
                "Your base case, hypothesis and step hold, but some lines could not be read. A grader will read them.",
                suggestion=1.0,
            )
        return self._incomplete(proof)

    def _with_false_line(self, proof: InductionProof, false: tuple[Equation, ...]) -> Verdict:
        first = false[0]
        message = (
            f"${render(first.left)} = {render(first.right)}$ does not hold for every M = QΛQ⁻¹. "
            "Which rule for matrix products did you use? Do Q and Λ commute?"
        )
        if proof.unread or proof.complete or any(equation.chain in proof.doubtful for equation in false):
            return undecided(
                f"Line {first.line}, as it was read: {message} A grader decides.", suggestion=self._earned(proof) / 2
            )
        return incorrect(f"Line {first.line}: {message}", misconception="false line")

    def _incomplete(self, proof: InductionProof) -> Verdict:
        name, message = _defect(proof)
        earned = self._earned(proof)
        if earned and _leaves_nothing_open(proof):
            return credited(earned, message, misconception=name)
        return undecided(f"{message} A grader will read the rest.", suggestion=earned, misconception=name)

    def _earned(self, proof: InductionProof) -> float:
        parts = (
            (self.base_credit, proof.base is not None),
            (self.hypothesis_credit, proof.hypothesis or bool(proof.assumed)),
            (self.step_credit, proof.step is not None and not proof.circular),
        )
        earned = sum(credit for credit, there in parts if there)
        return max(earned, self.unrolled_credit) if proof.unrolled else earned


def _leaves_nothing_open(proof: InductionProof) -> bool:
    """Whether the missing part of the proof cannot be anywhere in the answer."""
    if proof.unread or proof.first_case or proof.words > FEW_WORDS or proof.circular or proof.short or proof.unrolled:
        return False
    if proof.step is None:
        return all(equation.use is StatementUse.STATEMENT for equation in proof.equations)
    others = [
        equation
        for equation in proof.equations
        if equation.use is StatementUse.NONE and equation.chain != proof.step.chain
    ]
    return not others


def _defect(proof: InductionProof) -> tuple[str, str]:
    """The first part that is missing: its name, and the feedback about it."""
    if proof.circular:
        return "circular", (
            "Your proof uses the statement that it should prove. For which number do you assume the statement, and for "
            "which do you show it?"
        )
    if proof.step is None and proof.unrolled:
        return "unrolled", (
            "You unroll the power, with dots in place of an argument. How does the statement for one number follow "
            "from the statement for the number before, and where does this start?"
        )
    if proof.step is None and proof.short:
        return "step not shown", "Between $M^k M$ and the result, which lines use the hypothesis and cancel $Q^{-1} Q$?"
    if proof.step is None:
        return "no step", "No induction step was found. How does the statement for k imply the statement for k + 1?"
    if proof.base is None:
        return (
            "no base case",
            "No base case was found. What is the first number for which the statement holds, and why?",
        )
    if not proof.hypothesis:
        return (
            "no hypothesis",
            "You do not say what the induction step assumes. For which number do you assume the statement?",
        )
    return "not concluded", "What does this imply for the matrix $M^n$ itself?"


def _lines(proof: InductionProof) -> Iterator[str]:
    for equation in proof.equations[:MAX_QUOTED]:
        yield f"line {equation.line}: ${render(equation.left)} = {render(equation.right)}$ {equation.status}"
    if len(proof.equations) > MAX_QUOTED:
        yield f"and {len(proof.equations) - MAX_QUOTED} more"
