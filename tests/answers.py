"""Ask questions without a sandbox, for answers that come with the project."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from autograder.model import Answer, Probe, Question, Response, Verdict
from autograder.sandbox import replies
from autograder.sandbox.inside import calls, versions
from autograder.sandbox.inside.encoding import encode
from autograder.sandbox.steps import Cell

CELL = Cell("answer-code", "")
"""Where errors are reported."""


def ask(question: Question, namespace: Mapping[str, Any], seed: int = 0, untouched: bool = False) -> Response:
    """Call the namespace's functions with copies of the hidden inputs, in one process, one after the other."""
    probes = question.probes(np.random.default_rng(seed))
    return Response(probes, tuple(answer(probe, namespace) for probe in probes), untouched=untouched)


def judge(question: Question, answer: Any, seed: int = 0) -> Verdict:
    """Return the verdict on one value, or on a function."""
    (name,) = question.names
    return question.judge(ask(question, {name: answer}, seed))


def answer(probe: Probe, namespace: Mapping[str, Any]) -> Answer:
    """Ask as the sandbox does, and parse the reply as the grader does."""
    sent = None if probe.args is None else encode(list(probe.args))
    reply, body = calls.ask(namespace, probe.name, sent, _describe, passing=(KeyboardInterrupt,))
    return replies.parse_answer(reply, body, {CELL.id: CELL}, len(probe.args or ()))


def outside(value: Any) -> Any:
    """Return a value as the grader receives it from the sandbox."""
    found = answer(Probe("value"), {"value": value})
    return found.value  # type: ignore[union-attr]


def _describe(error: BaseException) -> list[Any]:
    return [calls.kind_of(error), CELL.id, 1, versions.depends_on_version(error)]
