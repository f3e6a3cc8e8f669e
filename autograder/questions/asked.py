"""Base class of the questions that ask for the value of one name."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from autograder.model import Probe, Question, Response, Returned, Verdict, incorrect, unanswered, undecided
from autograder.questions.no_value import answers_of, no_value, nothing_written


@dataclass(frozen=True, kw_only=True)
class NameQuestion(Question):
    """A question about the value of one name; subclasses judge the value.

    Attributes
    ----------
    answer : str
        The name that the notebook asks for.
    """

    answer: str

    @property
    def names(self) -> tuple[str, ...]:
        """The name that the solution cell has to define."""
        return (self.answer,)

    def probes(self, rng: np.random.Generator) -> tuple[Probe, ...]:
        """Ask for the value of the name."""
        return (Probe(self.answer),)

    def judge(self, response: Response) -> Verdict:
        """Judge the value, if there is one."""
        if nothing_written(response):
            return unanswered()
        answers = answers_of(response)
        problem = no_value(self.answer, answers[0], call=False) if answers else None
        if not answers or (problem and problem.unknown):
            return undecided(f"`{self.answer}` could not be read because of a grader problem; it needs manual grading.")
        if problem:
            return incorrect(problem.text)
        assert isinstance(answers[0], Returned)
        return self.judge_value(answers[0].value)

    def judge_value(self, value: object) -> Verdict:
        """Return the verdict on a value; it is never None."""
        raise NotImplementedError
