"""The results of a run for scripts; the form is a contract."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from autograder.grading import NotebookReport, Report, Result
from autograder.sandbox import SandboxReport


def as_json(assignment: str, sandbox: SandboxReport, reports: Sequence[Report]) -> dict[str, Any]:
    """Return the results as plain values.

    The form is `{"version": 1, "assignment", "sandbox": {"level", "blocked", "open"}, "submissions": [...]}`. A
    submission has `student`, `score`, `max_score`, `needs_manual_grade`, `problems` and `questions`. `credit` and
    `score` are null for a question that nobody has decided yet.
    """
    return {
        "version": 1,
        "assignment": assignment,
        "sandbox": {"level": sandbox.level, "blocked": list(sandbox.blocked), "open": list(sandbox.open)},
        "submissions": [_submission(report) for report in reports],
    }


def _submission(report: Report) -> dict[str, Any]:
    return {
        "student": report.student,
        "score": report.score,
        "max_score": report.max_score,
        "needs_manual_grade": report.needs_person,
        "problems": list(report.problems),
        "questions": [_question(notebook, result) for notebook in report.notebooks for result in notebook.results],
    }


def _question(notebook: NotebookReport, result: Result) -> dict[str, Any]:
    verdict = result.verdict
    return {
        "notebook": notebook.notebook.name,
        "question": result.question,
        "outcome": str(verdict.outcome),
        "credit": verdict.credit,
        "score": result.score,
        "max_score": result.points,
        "misconception": verdict.misconception,
        "feedback": verdict.feedback,
        "suggested_credit": verdict.suggestion,
        "needs_manual_grade": result.needs_person,
        "sandbox": notebook.sandbox.level,
    }
