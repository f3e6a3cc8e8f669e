"""Checks that known answers get the same verdict for every student, and by a clear margin."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from autograder.grading.notebook_runner import hidden
from autograder.model import Outcome, Probe, Question, Verdict
from autograder.release_check.fairness import known_answers
from autograder.release_check.fairness.asking import EncodedProbes
from autograder.release_check.fairness.known_answers import KnownAnswer
from autograder.release_check.fairness.memoize import Memoized
from autograder.release_check.fairness.target import Target

Students = tuple[str, ...]

CLOSELY = 1
"""For this many students of a batch, answers are also judged without a cache and without their own misconception."""
KEPT = 3
"""Number of different complaints about one answer that are kept."""
CLEARLY_RIGHT, CLEARLY_WRONG = 0.1, 10.0
"""Errors in units of the tolerance below and above which rounding on another machine cannot change a verdict."""


@dataclass(frozen=True)
class AnswerResult:
    """The verdicts on one known answer.

    Attributes
    ----------
    question, name, about : str
    right : bool
        Whether it is a right answer.
    students : int
        Number of students on whose hidden inputs it was judged.
    surprises : int
        Number of those students for whom the verdict was not the expected one.
    complaints : tuple of str
        A few of the unexpected verdicts.
    low, high : float
        The smallest and the largest error in units of the tolerance; infinite where values cannot be compared.
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
    def narrow(self) -> bool:
        """Whether an error is close to the tolerance, below or above."""
        return self.high > CLEARLY_RIGHT if self.right else self.low < CLEARLY_WRONG


def judge_answers(target: Target, name: str, students: Students) -> tuple[AnswerResult, ...]:
    """Judge every known answer to one question on the hidden inputs of a batch of students."""
    question = target.question(name)
    answers = (*known_answers.correct_answers(target.home, question), *known_answers.misconceptions(question))
    seen = []
    for number, student in enumerate(students):
        asked = EncodedProbes(_probes(target, question, student))
        quick = question.memoized(Memoized)
        for answer in answers:
            verdict = quick.judge(asked.ask(answer.namespace))
            complaints = list(_unexpected(answer, verdict))
            if number < CLOSELY:
                complaints += _other_names(quick, asked, answer, verdict)
                if _again(target, question, student, answer) != verdict:
                    complaints.append("the verdict changes when it is judged again")
            seen.append(_observed(question, answer, verdict, complaints))
    return tuple(merged(seen))


def merged(answer_results: Iterable[AnswerResult]) -> Iterator[AnswerResult]:
    """Combine the results of the same answers for several batches of students."""
    groups: dict[tuple[str, str, bool], AnswerResult] = {}
    for each in answer_results:
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
    """Whether a question has hidden inputs."""
    return any(probe.args is not None for probe in question.probes(hidden("", question.name, "")))


def _probes(target: Target, question: Question, student: str) -> tuple[Probe, ...]:
    return question.probes(hidden(target.assignment, question.name, student))


def _again(target: Target, question: Question, student: str, answer: KnownAnswer) -> Verdict:
    return question.judge(EncodedProbes(_probes(target, question, student)).ask(answer.namespace))


def _unexpected(answer: KnownAnswer, verdict: Verdict) -> Iterator[str]:
    wrong = answer.misconception
    if wrong is None:
        if verdict.outcome is not Outcome.CORRECT:
            yield f"{verdict.outcome}: {verdict.feedback}"
    elif verdict.outcome in (Outcome.CORRECT, Outcome.UNDECIDED):
        yield f"it is {verdict.outcome}"
    elif verdict.misconception != wrong.name:
        yield f"it is named {verdict.misconception!r}" if verdict.misconception else "it is not recognised"


def _other_names(question: Question, asked: EncodedProbes, answer: KnownAnswer, verdict: Verdict) -> Iterator[str]:
    """Complain if the answer would be named after another misconception, were they tried in another order."""
    if answer.misconception is None or verdict.misconception != answer.name:
        return
    again = question.without_misconception(answer.name).judge(asked.ask(answer.namespace))
    for other in known_answers.misconceptions(question):
        if other.name == again.misconception != answer.name and again.feedback == other.about:  # and nothing else
            yield f"it could also be named {other.name!r}"


def _observed(question: Question, answer: KnownAnswer, verdict: Verdict, complaints: list[str]) -> AnswerResult:
    margin = verdict.margin
    if margin is None:
        margin = 0.0 if verdict.outcome is Outcome.CORRECT else math.inf
    about = (question.name, answer.name, answer.about, answer.right)
    return AnswerResult(*about, 1, bool(complaints), tuple(complaints[:KEPT]), margin, margin)
