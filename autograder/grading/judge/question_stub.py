"""An assignment without references: enough to ask students' code, but not to judge it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from autograder.model import Assignment, Question
from autograder.questions.inline import Inline, Task


@dataclass(frozen=True, kw_only=True)
class QuestionStub(Question):
    """A question whose probes are made and whose answers are judged in another process.

    Attributes
    ----------
    defines : tuple of str
        The names that the solution cell has to define.
    """

    defines: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names that the solution cell has to define."""
        return self.defines


def outline(assignment: Assignment) -> Assignment:
    """Return an assignment with stubs of its questions."""
    sketched = {name: tuple(map(_sketch, questions)) for name, questions in assignment.notebooks.items()}
    return replace(assignment, notebooks=sketched)


def _sketch(question: Question) -> Question:
    if isinstance(question, Inline | Task):
        return question  # it has no reference, and whoever runs the tests needs them
    return QuestionStub(name=question.name, limits=question.limits, uses=question.uses, defines=question.names)
