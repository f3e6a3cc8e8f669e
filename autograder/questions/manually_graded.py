"""Questions that need manual grading."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.model import Question, Response, Verdict, unanswered, undecided


@dataclass(frozen=True, kw_only=True)
class ManuallyGraded(Question):
    """A question that needs manual grading; only answers that were never started are graded automatically.

    Attributes
    ----------
    rubric : str
        What graders look at, for the student; it completes "A grader looks at ...".
    """

    rubric: str = ""

    def judge(self, response: Response) -> Verdict:
        """Return "needs manual grading" for an answer, and "unanswered" for an empty or unchanged cell."""
        if response.untouched or not response.text.strip():
            return unanswered()
        rubric = f" A grader looks at {self.rubric}." * bool(self.rubric)
        return undecided(f"This answer needs manual grading.{rubric}", near_miss=None)  # there was nothing to decide
