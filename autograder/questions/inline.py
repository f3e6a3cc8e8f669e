"""Questions made of the test cells of an ordinary nbgrader notebook: assertions decide, hidden ones among them."""

from __future__ import annotations

import math
from dataclasses import dataclass

from autograder.model import (
    Question,
    Raised,
    Response,
    Returned,
    Stop,
    Stopped,
    TestLevel,
    Verdict,
    correct,
    credited,
    incorrect,
    unanswered,
    undecided,
)

_STOPPED = {
    Stop.TIME: "exceeded the time limit",
    Stop.MEMORY: "exceeded the memory limit",
    Stop.OUTPUT: "printed too much",
    Stop.DIED: "ended the Python process",
    Stop.PROTOCOL: "interfered with the grader's connection",
}


@dataclass(frozen=True, kw_only=True)
class Inline(Question):
    """A test cell of the instructor's notebook. Its answer is how the cell ran with the student's code.

    The score is the one that nbgrader gives, but no points come from accidents: an error or a failing assertion earns
    nothing, a number as the last value is the score, and any other end earns all points. A number that is no score
    (negative, not finite, or above the maximum) needs manual grading.

    Attributes
    ----------
    source : str
        The cell with its hidden tests. Students' code must never see it before the cell runs.
    points : float
        The maximum score.
    visible : str
        The cell as it was released, without its hidden tests.
    solutions : tuple of (str, str)
        The instructor's solution cells of the notebook, by name; empty if they are not known.
    level : TestLevel or None
        How the instructor's solution passes the cell; None if that is not known.
    strict : bool
        Whether the instructor's solution leaves the arguments of all calls in this cell unchanged.
    """

    source: str
    points: float
    visible: str = ""
    solutions: tuple[tuple[str, str], ...] = ()
    level: TestLevel | None = None
    strict: bool = False

    def judge(self, response: Response) -> Verdict:
        """Return the verdict on how the cell ran: the only answer of the response."""
        answer = response.answers[0] if response.answers else None
        match answer:
            case Returned(value=value) if type(value) is int or type(value) is float:
                return self._scored(float(value))
            case Returned():
                return correct("All tests passed.")
            case Raised() if response.untouched:
                return unanswered()
            case Raised():
                return incorrect(_failed(answer))
            case Stopped(why=why) if why in _STOPPED:
                return incorrect(f"The tests were stopped, because the code {_STOPPED[why]}.")
        return undecided("The tests could not run, so that this answer needs manual grading.", near_miss=None)

    def _scored(self, score: float) -> Verdict:
        if not math.isfinite(score) or not 0 <= score <= self.points:
            return undecided("The tests gave a score that is out of range, so this answer needs manual grading.")
        if self.points == 0:
            return correct("All tests passed.")
        credit = score / self.points
        return credited(credit, "All tests passed." if credit == 1 else f"The tests gave {score:g} points.")


@dataclass(frozen=True, kw_only=True)
class Task(Question):
    """A task cell, or a graded cell without tests: a grader looks at the cells around it."""

    def judge(self, response: Response) -> Verdict:
        """Return "needs manual grading", whatever the answer is."""
        return undecided("This task needs manual grading.", near_miss=None)


def _failed(answer: Raised) -> str:
    if answer.kind == "AssertionError":
        return "A test failed."
    return f"The tests ended with {answer.kind}."
