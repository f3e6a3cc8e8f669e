"""The assignment to check, described by names so that other processes can load it, too."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module

from autograder.assignments.origin import Origin
from autograder.model import Assignment, Question
from autograder.model.errors import CourseError


@dataclass(frozen=True)
class Target:
    """The assignment to check.

    Attributes
    ----------
    assignment : str
        Its name.
    loader : str
        A function that loads an assignment by name, as "module:function".
    package : str
        The package with `correct_answers` and `equivalents.toml`; by default, the package with the questions.
    origin : Origin, optional
        Where the assignment comes from; by default, it is one of this package's.
    """

    assignment: str
    loader: str = "autograder.assignments:load"
    package: str = ""
    origin: Origin | None = None

    @property
    def home(self) -> str:
        """The package with `correct_answers` and `equivalents.toml`."""
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
            The assignment has no such question.
        """
        for question in self.questions():
            if question.name == name:
                return question
        raise CourseError(f"assignment {self.assignment!r} has no question {name!r}")

    def questions(self) -> tuple[Question, ...]:
        """Return all questions, in the order of the notebooks."""
        return tuple(question for asked in self.load().notebooks.values() for question in asked)
