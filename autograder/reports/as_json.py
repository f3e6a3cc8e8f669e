"""The results of a run for scripts; the form is a contract."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from autograder.sandbox import SandboxReport
from autograder.store.results import Summary


def as_json(assignment: str, sandbox: SandboxReport, summaries: Sequence[Summary]) -> dict[str, Any]:
    """Return the results as plain values.

    The form is `{"version": 1, "assignment", "sandbox": {"level", "blocked", "open"}, "submissions": [...]}`. A
    submission has `student`, `score`, `max_score`, `needs_manual_grade`, `problems` and `questions`. `credit` and
    `score` are null for a question that nobody has decided yet.
    """
    return {
        "version": 1,
        "assignment": assignment,
        "sandbox": sandbox.to_json(),
        "submissions": [summary.to_json() for summary in summaries],
    }
