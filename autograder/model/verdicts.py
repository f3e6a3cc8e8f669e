"""Verdicts on answers."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Any


class Outcome(enum.StrEnum):
    """The outcome of one question; *undecided* means that no check could decide, so it needs manual grading."""

    CORRECT = "correct"
    PARTIAL = "partial"
    INCORRECT = "incorrect"
    UNANSWERED = "unanswered"
    UNDECIDED = "undecided"


class TestLevel(enum.StrEnum):
    """What the verdict of a test cell depends on."""

    OUTSIDE = "outside"
    """Only on values that were compared outside of the student's process."""
    WEAK = "weak"
    """Also on a comparison or a truth value that an object of the student's decided."""
    INSIDE = "inside"
    """On a test that ran in the student's process, whose code can forge the result."""
    PERSON = "person"
    """On a grader."""


@dataclass(frozen=True)
class Verdict:
    """The verdict on one question, with feedback for the student.

    Parameters
    ----------
    outcome : Outcome
    credit : float or None
        Fraction of the points in [0, 1]; None while undecided.
    feedback : str
        Plain text for the student: where the answer differs, for which kind of input, and which concept to revisit.
        Never hidden inputs, expected values or code. It may contain LaTeX between dollar signs. It is not escaped.
    misconception : str or None
        Name of the recognised misconception.
    suggestion : float or None
        Credit that the checks suggest to the grader of an undecided answer.
    margin : float or None
        Relative error divided by the tolerance; for instructors only.
    near_miss : str or None
        Why a grader may want to look at the answer; for instructors only.
    """

    outcome: Outcome
    credit: float | None
    feedback: str = ""
    misconception: str | None = None
    suggestion: float | None = None
    margin: float | None = None
    near_miss: str | None = None

    def __post_init__(self) -> None:
        allowed = {
            Outcome.CORRECT: self.credit == 1.0,
            Outcome.PARTIAL: self.credit is not None and 0.0 < self.credit < 1.0,
            Outcome.INCORRECT: self.credit == 0.0,
            Outcome.UNANSWERED: self.credit == 0.0,
            Outcome.UNDECIDED: self.credit is None,
        }
        if not allowed[self.outcome]:
            raise ValueError(f"credit {self.credit!r} does not go with {self.outcome}")


def correct(feedback: str = "", **more: Any) -> Verdict:
    """Return a verdict with full credit."""
    return Verdict(Outcome.CORRECT, 1.0, feedback, **more)


def incorrect(feedback: str, **more: Any) -> Verdict:
    """Return a verdict without credit."""
    return Verdict(Outcome.INCORRECT, 0.0, feedback, **more)


def unanswered(feedback: str = "Nothing was written here.") -> Verdict:
    """Return the verdict on an empty answer: no credit, and no manual grading."""
    return Verdict(Outcome.UNANSWERED, 0.0, feedback)


def undecided(feedback: str, *, near_miss: str | None = "no check could decide", **more: Any) -> Verdict:
    """Return a verdict that needs manual grading."""
    return Verdict(Outcome.UNDECIDED, None, feedback, near_miss=near_miss, **more)


def credited(credit: float, feedback: str, **more: Any) -> Verdict:
    """Return the verdict for a credit: correct at 1, incorrect at 0, partial in between."""
    outcome = Outcome.CORRECT if credit == 1 else Outcome.INCORRECT if credit == 0 else Outcome.PARTIAL
    return Verdict(outcome, float(credit), feedback, **more)
