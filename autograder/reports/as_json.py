"""The results of a run as JSON for scripts. Scripts rely on the names of the fields."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from autograder.model.result import SubmissionResult
from autograder.sandbox import SandboxReport


def as_json(assignment: str, sandbox: SandboxReport, results: Sequence[SubmissionResult]) -> dict[str, Any]:
    """Return the results as plain values for a JSON file.

    The form is `{"version": 1, "assignment", "sandbox": {"level", "blocked", "open", "versions"}, "submissions":
    [...]}`. A submission has `student`, `score`, `max_score`, `needs_manual_grade`, `lateness_in_doubt`, `problems` and
    `questions`. The questions have the fields of `QuestionResult`; `credit` and `score` are null while a question is
    undecided.
    """
    values = {
        "version": 1,
        "assignment": assignment,
        "sandbox": sandbox,
        "submissions": [_submission(result) for result in results],
    }
    plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(values))
    return plain


def _submission(result: SubmissionResult) -> dict[str, Any]:
    return {
        "student": result.student,
        "score": result.score,
        "max_score": result.max_score,
        "needs_manual_grade": result.needs_manual_grade,
        "lateness_in_doubt": result.lateness_in_doubt,
        "problems": result.problems,
        "questions": result.questions,
    }
