"""The same for everyone: what every answer of the corpus gets on many students' hidden inputs, and how clearly."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from autograder.grading.notebook_runner import hidden
from autograder.model import Outcome, Probe, Question, Verdict
from autograder.release_check.fairness import known_answers
from autograder.release_check.fairness.asking import Asked
from autograder.release_check.fairness.known_answers import KnownAnswer
from autograder.release_check.fairness.memory import Remembering
from autograder.release_check.fairness.subject import Subject

Students = tuple[str, ...]

CLOSELY = 1
"""For so many students of every batch, answers are judged again from the beginning, and without their own name."""
KEPT = 3
"""So many different complaints about one answer are kept."""
CLEARLY_RIGHT, CLEARLY_WRONG = 0.1, 10.0
"""Margins beyond which nobody has to fear that another machine's rounding turns a verdict over."""


@dataclass(frozen=True)
class Observed:
    """What one answer of the corpus got.

    Attributes
    ----------
    question, name, about : str
    right : bool
        Whether it is a right answer.
    students : int
        On how many students' hidden inputs it was judged.
    surprises : int
        For how many of them the verdict was not what it has to be.
    complaints : tuple of str
        What was not, a few examples.
    low, high : float
        The smallest and the largest error in units of the tolerated one; infinite where values cannot be compared.
    """

    question: str
    name: str
    about: str
    right: bool
    students: int
    surprises: int
    complaints: tuple[str, ...]
    low: float
    high: float

    @property
    def thin(self) -> bool:
        """Whether an error comes near the tolerance, from below or from above."""
        return self.high > CLEARLY_RIGHT if self.right else self.low < CLEARLY_WRONG


def observe(subject: Subject, name: str, students: Students) -> tuple[Observed, ...]:
    """Judge every answer of the corpus to one question on the hidden inputs of a batch of students."""
    question = subject.question(name)
    answers = (*known_answers.correct_answers(subject.home, question), *known_answers.misconceptions(question))
    seen = []
    for number, student in enumerate(students):
        asked = Asked(_probes(subject, question, student))
        quick = question.remembering(Remembering)
        for answer in answers:
            verdict = quick.judge(asked.of(answer.namespace))
            complaints = list(_unexpected(answer, verdict))
            if number < CLOSELY:
                complaints += _other_names(quick, asked, answer, verdict)
                if _again(subject, question, student, answer) != verdict:
                    complaints.append("the verdict is another one when it is judged again")
            seen.append(_observed(question, answer, verdict, complaints))
    return tuple(merged(seen))


def merged(observed: Iterable[Observed]) -> Iterator[Observed]:
    """Put together what was observed of the same answers with several batches of students."""
    groups: dict[tuple[str, str, bool], Observed] = {}
    for each in observed:
        key = (each.question, each.name, each.right)
        if (other := groups.get(key)) is None:
            groups[key] = each
            continue
        groups[key] = replace(
            other,
            students=other.students + each.students,
            surprises=other.surprises + each.surprises,
            complaints=tuple(dict.fromkeys((*other.complaints, *each.complaints)))[:KEPT],
            low=min(other.low, each.low),
            high=max(other.high, each.high),
        )
    yield from groups.values()


def differs_between_students(question: Question) -> bool:
    """Whether a question has hidden inputs at all."""
    return any(probe.args is not None for probe in question.probes(hidden("", question.name, "")))


def _probes(subject: Subject, question: Question, student: str) -> tuple[Probe, ...]:
    return question.probes(hidden(subject.assignment, question.name, student))


def _again(subject: Subject, question: Question, student: str, answer: KnownAnswer) -> Verdict:
    return question.judge(Asked(_probes(subject, question, student)).of(answer.namespace))


def _unexpected(answer: KnownAnswer, verdict: Verdict) -> Iterator[str]:
    wrong = answer.misconception
    if wrong is None:
        if verdict.outcome is not Outcome.CORRECT:
            yield f"{verdict.outcome}: {verdict.feedback}"
    elif verdict.outcome in (Outcome.CORRECT, Outcome.UNDECIDED):
        yield f"it is {verdict.outcome}"
    elif verdict.misconception != wrong.name:
        yield f"it is taken for {verdict.misconception!r}" if verdict.misconception else "it is not recognised"


def _other_names(question: Question, asked: Asked, answer: KnownAnswer, verdict: Verdict) -> Iterator[str]:
    """Whether the answer would be named as another misconception if those were tried in another order."""
    if answer.misconception is None or verdict.misconception != answer.name:
        return
    again = question.without_misconception(answer.name).judge(asked.of(answer.namespace))
    for other in known_answers.misconceptions(question):
        if other.name == again.misconception != answer.name and again.feedback == other.about:  # and nothing besides
            yield f"it could be taken for {other.name!r} as well"


def _observed(question: Question, answer: KnownAnswer, verdict: Verdict, complaints: list[str]) -> Observed:
    margin = verdict.margin
    if margin is None:
        margin = 0.0 if verdict.outcome is Outcome.CORRECT else math.inf
    about = (question.name, answer.name, answer.about, answer.right)
    return Observed(*about, 1, bool(complaints), tuple(complaints[:KEPT]), margin, margin)
