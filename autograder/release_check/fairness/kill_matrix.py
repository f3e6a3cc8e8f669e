"""The kill matrix: whether the checks of a question notice every small mistake in a right answer."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import FunctionType
from typing import Any

from autograder.grading.notebook_runner import hidden
from autograder.model import Outcome, Question, Raised
from autograder.release_check.fairness import known_answers
from autograder.release_check.fairness.asking import Asked
from autograder.release_check.fairness.memory import Remembering
from autograder.release_check.fairness.mutation import Mutant, mutants
from autograder.release_check.fairness.subject import Subject

Students = tuple[str, ...]


class Noticed(enum.StrEnum):
    """How a mistake showed, at the first student's hidden inputs."""

    VALUES = "by its values"
    EXCEPTION = "by an exception"
    TIME = "because it did not end"
    NOT = "not at all"


@dataclass(frozen=True)
class MutantResult:
    """What became of a mutant.

    Attributes
    ----------
    question : str
    mutant : Mutant
    noticed : Noticed
    missed : int
        On how many students' hidden inputs it would have earned all points, or nobody could have told.
    students : int
    reason : str
        Why it is no mistake, if a person has declared that.
    """

    question: str
    mutant: Mutant
    noticed: Noticed
    missed: int
    students: int
    reason: str = ""

    @property
    def killed(self) -> bool:
        """Whether it was noticed for everybody."""
        return self.missed == 0

    @property
    def survivor(self) -> bool:
        """Whether it is a mistake that the checks do not notice."""
        return not self.killed and not self.reason


def count(subject: Subject, question: str) -> int:
    """Return the number of mutants of a question."""
    return len(_mutants(subject, question))


def fate(subject: Subject, question: str, number: int, students: Students) -> MutantResult:
    """Judge one mutant on the hidden inputs of several students."""
    mutant, namespace = _mutants(subject, question)[number]
    missed, first = 0, Noticed.NOT
    for position, (prepared, asked) in enumerate(_prepared(subject, question, students)):
        response = asked.of(namespace)
        outcome = prepared.judge(response).outcome
        if outcome in (Outcome.CORRECT, Outcome.UNDECIDED):
            missed += 1
        elif position == 0:
            raised = any(isinstance(answer, Raised) for answer in response.answers)
            first = Noticed.EXCEPTION if raised else Noticed.VALUES
    return MutantResult(question, mutant, first, missed, len(students))


def cut_short(subject: Subject, question: str, number: int, students: Students) -> MutantResult:
    """Return the fate of a mutant that used up its time or ended its process: a student's answer would have, too."""
    return MutantResult(question, _mutants(subject, question)[number][0], Noticed.TIME, 0, len(students))


@cache
def _mutants(subject: Subject, name: str) -> tuple[tuple[Mutant, Mapping[str, Any]], ...]:
    """Return the mutants of a question, each with the namespace in which it is defined; the rest of it is right."""
    question = subject.question(name)
    if not known_answers.asks_for_code(question):
        return ()
    right = _right(subject, question)
    others = [each for other in subject.questions() if other != question for each in _functions(other).values()]
    return tuple((mutant, {**right, name: made}) for name, mutant, made in _of(question, right, others))


def _of(question: Question, right: Mapping[str, Any], others: list[FunctionType]) -> Iterator[tuple[str, Mutant, Any]]:
    """Yield a name, what was changed, and the changed function or value."""
    for name, value in right.items():
        if isinstance(value, FunctionType):
            for mutant, made in mutants(value, others):
                yield name, mutant, made
    for each in question.changed_values():
        yield each.name, Mutant(each.name, 0, each.before, each.after, each.kind), each.value


def _right(subject: Subject, question: Question) -> Mapping[str, Any]:
    """Return the answer to change: the reference, or else the first right answer that is beside the questions."""
    answers = known_answers.correct_answers(subject.home, question)
    return answers[0].namespace if answers else {}


def _functions(question: Question) -> Mapping[str, FunctionType]:
    answer = question.correct_answer() or {}
    return {name: value for name, value in answer.items() if isinstance(value, FunctionType)}


@cache
def _prepared(subject: Subject, name: str, students: Students) -> tuple[tuple[Question, Asked], ...]:
    """Return the question with every student's hidden inputs. Which misconception it is does not matter here."""
    question = subject.question(name)
    prepared = []
    for student in students:
        probes = question.probes(hidden(subject.assignment, name, student))
        prepared.append((_nameless(question).remembering(Remembering), Asked(probes)))
    return tuple(prepared)


def _nameless(question: Question) -> Question:
    for wrong, _ in list(question.wrong_answers()):
        question = question.without_misconception(wrong.name)
    return question
