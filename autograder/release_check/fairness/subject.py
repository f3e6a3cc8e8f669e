"""The assignment that is looked at, by names under which another process finds it as well."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module

from autograder.assignments.origin import Origin
from autograder.model import Assignment, Question
from autograder.model.errors import CourseError


@dataclass(frozen=True)
class Subject:
    """An assignment.

    Attributes
    ----------
    assignment : str
        Its name.
    loader : str
        "module:function" that returns the assignment of a name.
    package : str
        The package that holds the right answers and the equivalent mutants; by default, the one with the questions.
    origin : Origin, optional
        Where the assignment comes from if it is not this package's.
    """

    assignment: str
    loader: str = "autograder.assignments:load"
    package: str = ""
    origin: Origin | None = None

    @property
    def home(self) -> str:
        """The package with what lies beside the questions."""
        return self.package or (self.origin or Origin(self.assignment)).module

    def load(self) -> Assignment:
        """Return the assignment."""
        module, function = self.loader.split(":")
        assignment: Assignment = getattr(import_module(module), function)(self.origin or self.assignment)
        return assignment

    def question(self, name: str) -> Question:
        """Return one of its questions.

        Raises
        ------
        CourseError
            It has no such question.
        """
        for question in self.questions():
            if question.name == name:
                return question
        raise CourseError(f"assignment {self.assignment!r} has no question {name!r}")

    def questions(self) -> tuple[Question, ...]:
        """Return all questions, in the order of the notebooks."""
        return tuple(question for asked in self.load().notebooks.values() for question in asked)
