"""The kill matrix: whether the checks of a question notice every small mistake in a right answer."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from autograder.grading.notebook_runner import hidden
from autograder.model import Outcome, Probe, Question, Raised
from autograder.questions.numeric import Numeric
from autograder.release_check.fairness import known_answers
from autograder.release_check.fairness.asking import ask
from autograder.release_check.fairness.memory import remembering
from autograder.release_check.fairness.mutation import Mutant, mutants
from autograder.release_check.fairness.subject import Subject
from autograder.release_check.fairness.values import mutated_values

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
    for position, (asked, probes) in enumerate(_prepared(subject, question, students)):
        response = ask(probes, namespace)
        outcome = asked.judge(response).outcome
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
    """Return the mutants of a question, each with the namespace in which it stands; all else there is right."""
    question = subject.question(name)
    right = known_answers.reference(question).namespace if known_answers.asks_for_code(question) else {}
    others = [
        part.reference
        for other in subject.questions()
        for part in known_answers.parts(other)
        if isinstance(part, Numeric) and other != question
    ]
    return tuple(
        (mutant, {**right, part.names[0]: made})
        for part in known_answers.parts(question)
        for mutant, made in _of(part, others)
    )


def _of(part: Question, others: list[Any]) -> Iterator[tuple[Mutant, Any]]:
    return mutants(part.reference, others) if isinstance(part, Numeric) else mutated_values(part)


@cache
def _prepared(subject: Subject, name: str, students: Students) -> tuple[tuple[Question, tuple[Probe, ...]], ...]:
    """Return the question with every student's hidden inputs. Which misconception it is does not matter here."""
    question = subject.question(name)
    return tuple(
        (remembering(_nameless(question)), question.probes(hidden(subject.assignment, name, student)))
        for student in students
    )


def _nameless(question: Question) -> Question:
    for specimen in list(known_answers.misconceptions(question)) if known_answers.asks_for_code(question) else ():
        question = known_answers.without(question, specimen.name)
    return question
