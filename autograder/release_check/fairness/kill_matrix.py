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
from autograder.release_check.fairness.asking import EncodedProbes
from autograder.release_check.fairness.memoize import Memoized
from autograder.release_check.fairness.mutation import Mutant, mutants
from autograder.release_check.fairness.target import Target

Students = tuple[str, ...]


class Noticed(enum.StrEnum):
    """How a mutant was noticed, on the first student's hidden inputs."""

    VALUES = "by its values"
    EXCEPTION = "by an exception"
    TIME = "because it did not end"
    NOT = "not at all"


@dataclass(frozen=True)
class MutantResult:
    """Whether the checks noticed a mutant.

    Attributes
    ----------
    question : str
    mutant : Mutant
    noticed : Noticed
    missed : int
        Number of students on whose hidden inputs it was judged correct or undecided.
    students : int
        Number of students on whose hidden inputs it was judged.
    reason : str
        Why it is equivalent to the reference, if the course declares that.
    """

    question: str
    mutant: Mutant
    noticed: Noticed
    missed: int
    students: int
    reason: str = ""

    @property
    def killed(self) -> bool:
        """Whether it was noticed for all students."""
        return self.missed == 0

    @property
    def survivor(self) -> bool:
        """Whether the checks miss it and it is not declared equivalent."""
        return not self.killed and not self.reason


def count(target: Target, question: str) -> int:
    """Return the number of mutants of a question."""
    return len(_mutants(target, question))


def judge_mutant(target: Target, question: str, number: int, students: Students) -> MutantResult:
    """Judge one mutant on the hidden inputs of several students."""
    mutant, namespace = _mutants(target, question)[number]
    missed, first = 0, Noticed.NOT
    for position, (prepared, asked) in enumerate(_prepared(target, question, students)):
        response = asked.ask(namespace)
        outcome = prepared.judge(response).outcome
        if outcome in (Outcome.CORRECT, Outcome.UNDECIDED):
            missed += 1
        elif position == 0:
            raised = any(isinstance(answer, Raised) for answer in response.answers)
            first = Noticed.EXCEPTION if raised else Noticed.VALUES
    return MutantResult(question, mutant, first, missed, len(students))


def cut_short(target: Target, question: str, number: int, students: Students) -> MutantResult:
    """Return the result of a mutant that used up its time or ended its process; a student's code would be stopped."""
    return MutantResult(question, _mutants(target, question)[number][0], Noticed.TIME, 0, len(students))


@cache
def _mutants(target: Target, name: str) -> tuple[tuple[Mutant, Mapping[str, Any]], ...]:
    """Return the mutants of a question, each with a namespace that is right apart from the mutant."""
    question = target.question(name)
    if not known_answers.asks_for_code(question):
        return ()
    right = _right(target, question)
    others = [each for other in target.questions() if other != question for each in _functions(other).values()]
    return tuple((mutant, {**right, name: made}) for name, mutant, made in _of(question, right, others))


def _of(question: Question, right: Mapping[str, Any], others: list[FunctionType]) -> Iterator[tuple[str, Mutant, Any]]:
    """Yield a name, the mutant, and the changed function or value."""
    for name, value in right.items():
        if isinstance(value, FunctionType):
            for mutant, made in mutants(value, others):
                yield name, mutant, made
    for each in question.changed_values():
        yield each.name, Mutant(each.name, 0, each.before, each.after, each.kind), each.value


def _right(target: Target, question: Question) -> Mapping[str, Any]:
    """Return the answer to change: the reference, or the first answer in `correct_answers/`."""
    answers = known_answers.correct_answers(target.home, question)
    return answers[0].namespace if answers else {}


def _functions(question: Question) -> Mapping[str, FunctionType]:
    answer = question.correct_answer() or {}
    return {name: value for name, value in answer.items() if isinstance(value, FunctionType)}


@cache
def _prepared(target: Target, name: str, students: Students) -> tuple[tuple[Question, EncodedProbes], ...]:
    """Return the question, without misconceptions to save time, with every student's hidden inputs."""
    question = target.question(name)
    prepared = []
    for student in students:
        probes = question.probes(hidden(target.assignment, name, student))
        prepared.append((_nameless(question).memoized(Memoized), EncodedProbes(probes)))
    return tuple(prepared)


def _nameless(question: Question) -> Question:
    for wrong, _ in list(question.wrong_answers()):
        question = question.without_misconception(wrong.name)
    return question
