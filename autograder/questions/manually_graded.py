"""A written answer that only a person can grade."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.model import Question, Response, Verdict, unanswered, undecided


@dataclass(frozen=True, kw_only=True)
class ManuallyGraded(Question):
    """A Markdown cell for a person; all that is decided here is whether something was written.

    Attributes
    ----------
    rubric : str
        What the person will look at, in words for the student.
    """

    rubric: str = ""

    def judge(self, response: Response) -> Verdict:
        """Leave it to a person, if there is anything."""
        if response.untouched or not response.text.strip():
            return unanswered()
        looks = f" and looks at {self.rubric}" * bool(self.rubric)
        return undecided(f"A person reads this answer{looks}.", near_miss=None)  # there was nothing to decide
