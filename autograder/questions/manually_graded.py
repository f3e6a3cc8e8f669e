"""An answer that needs manual grading."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.model import Question, Response, Verdict, unanswered, undecided


@dataclass(frozen=True, kw_only=True)
class ManuallyGraded(Question):
    """A cell that needs manual grading; here it is only decided whether anything was written.

    Attributes
    ----------
    rubric : str
        What the grader will look at, in words for the student.
    """

    rubric: str = ""

    def judge(self, response: Response) -> Verdict:
        """Leave it to a grader, if anything was written."""
        if response.untouched or not response.text.strip():
            return unanswered()
        rubric = f" A grader looks at {self.rubric}." * bool(self.rubric)
        return undecided(f"This answer needs manual grading.{rubric}", near_miss=None)  # there was nothing to decide
