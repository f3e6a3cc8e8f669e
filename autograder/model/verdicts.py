"""What is concluded about an answer."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Any


class Outcome(enum.StrEnum):
    """What we concluded about one question: `correct`, `partial`, `incorrect`, `unanswered` or `undecided`."""

    CORRECT = "correct"
    PARTIAL = "partial"
    INCORRECT = "incorrect"
    UNANSWERED = "unanswered"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class Verdict:
    """What was concluded about one question, and what the student is told.

    Parameters
    ----------
    outcome : Outcome
    credit : float or None
        Fraction of the points in [0, 1]; None while undecided.
    feedback : str
        Plain text for the student: what differs, on which public ground, which concept. Never hidden inputs,
        expected values or code. It may hold LaTeX between dollar signs; whoever shows it escapes it.
    misconception : str or None
        Name of the misconception that was recognised.
    suggestion : float or None
        For an undecided answer: the credit that the checks would suggest to a person.
    margin : float or None
        Relative error divided by the tolerance; for instructors only.
    near_miss : str or None
        Why a person may want to look although nobody has to, or what could not be told; for instructors only.
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
    """The verdict with all points."""
    return Verdict(Outcome.CORRECT, 1.0, feedback, **more)


def incorrect(feedback: str, **more: Any) -> Verdict:
    """The verdict without points."""
    return Verdict(Outcome.INCORRECT, 0.0, feedback, **more)


def unanswered(feedback: str = "Nothing was written here.") -> Verdict:
    """The verdict on nothing: no points, and no person has to look."""
    return Verdict(Outcome.UNANSWERED, 0.0, feedback)


def undecided(feedback: str, *, near_miss: str | None = "no check could decide", **more: Any) -> Verdict:
    """The verdict that is left to a person."""
    return Verdict(Outcome.UNDECIDED, None, feedback, near_miss=near_miss, **more)


def credited(credit: float, feedback: str, **more: Any) -> Verdict:
    """The verdict that goes with a credit: correct at 1, incorrect at 0, partial between."""
    outcome = Outcome.CORRECT if credit == 1 else Outcome.INCORRECT if credit == 0 else Outcome.PARTIAL
    return Verdict(outcome, float(credit), feedback, **more)
