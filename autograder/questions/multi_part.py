"""Questions about several names, which share the points equally."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from autograder.model import (
    ChangedValue,
    Misconception,
    Outcome,
    Probe,
    Question,
    Response,
    Verdict,
    credited,
    unanswered,
    undecided,
)
from autograder.model.questions import Function, Namespace
from autograder.questions.no_value import nothing_written


@dataclass(frozen=True, kw_only=True)
class MultiPart(Question):
    """Several questions about one solution cell; the credit is the mean of their credits.

    Attributes
    ----------
    parts : sequence of Question
        The questions; each asks a fixed number of probes.
    """

    parts: tuple[Question, ...]

    def probes(self, rng: np.random.Generator) -> tuple[Probe, ...]:
        """The probes of all parts, in order."""
        return tuple(probe for part in self.parts for probe in part.probes(rng))

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all parts, without repetition."""
        return tuple(dict.fromkeys(name for part in self.parts for name in part.names))

    def judge(self, response: Response) -> Verdict:
        """Judge every part by its own answers; the question is undecided if any part is."""
        if nothing_written(response):
            return unanswered()
        verdicts = [part.judge(answers) for part, answers in zip(self.parts, self._split(response), strict=True)]
        feedback = "\n".join(verdict.feedback for verdict in verdicts if verdict.feedback)
        name = next((verdict.misconception for verdict in verdicts if verdict.misconception), None)
        credits = [v.credit if v.credit is not None else v.suggestion for v in verdicts]
        if any(verdict.outcome is Outcome.UNDECIDED for verdict in verdicts):
            known = [credit for credit in credits if credit is not None]
            suggestion = sum(known) / len(verdicts) if len(known) == len(verdicts) else None
            return undecided(feedback, suggestion=suggestion, misconception=name)
        if all(verdict.outcome is Outcome.UNANSWERED for verdict in verdicts):
            return unanswered()
        credit = sum(credit or 0.0 for credit in credits) / len(verdicts)
        margin = _margin(verdicts)
        near = next((verdict.near_miss for verdict in verdicts if verdict.near_miss), None)
        return credited(credit, feedback, misconception=name, margin=margin, near_miss=near)

    def correct_answer(self) -> Namespace | None:
        """Return the right answers of all parts; None if a part has none."""
        answers = [part.correct_answer() for part in self.parts]
        return {name: value for each in answers for name, value in (each or {}).items()} if all(answers) else None

    def answer_by(self, written: Function) -> Namespace:
        """Call the function, which returns a dict of all names."""
        return dict(written())

    def wrong_answers(self) -> Iterator[tuple[Misconception, Namespace]]:
        """Yield the misconceptions of every part; the other parts are right."""
        right = self.correct_answer() or {}
        for part in self.parts:
            for each, wrong in part.wrong_answers():
                yield each, {**right, **wrong}

    def changed_values(self) -> Iterator[ChangedValue]:
        """Yield the changed values of every part."""
        for part in self.parts:
            yield from part.changed_values()

    def without_misconception(self, name: str) -> Self:
        """Return the question without a misconception of its parts."""
        return replace(self, parts=tuple(part.without_misconception(name) for part in self.parts))

    def memoized(self, memoize: Callable[[Function], Function]) -> Self:
        """Return the question with parts whose trusted functions are cached."""
        return replace(self, parts=tuple(part.memoized(memoize) for part in self.parts))

    def _split(self, response: Response) -> list[Response]:
        rng, start, split = np.random.default_rng(0), 0, []
        for part in self.parts:
            stop = start + len(part.probes(rng))
            split.append(Response(response.probes[start:stop], response.answers[start:stop], response.text))
            start = stop
        return split


def _margin(verdicts: Sequence[Verdict]) -> float | None:
    """Return the largest margin of the parts; None if a wrong part has no margin, or if no part has one."""
    if any(verdict.margin is None and verdict.outcome is not Outcome.CORRECT for verdict in verdicts):
        return None
    return max((verdict.margin for verdict in verdicts if verdict.margin is not None), default=None)
