"""The results of a run for the person at the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from autograder.grading import Report
from autograder.sandbox import SandboxReport
from autograder.text import printable

MAX_NOTICE = 1_000


def table(assignment: str, sandbox: SandboxReport, reports: Sequence[Report]) -> Table:
    """Return one line a submission: points by notebook, and how much waits for a person or was noticed."""
    names = [each.notebook.name for each in reports[0].notebooks] if reports else []
    made = Table(title=f"{assignment}, sandbox level {sandbox.level}", caption=_caption(reports), title_justify="left")
    made.add_column("student", no_wrap=True)
    for name in names:
        made.add_column(name, justify="right", no_wrap=True)
    made.add_column("score", justify="right", no_wrap=True, style="bold")
    made.add_column("waiting", justify="right", no_wrap=True)
    made.add_column("notes", justify="right", no_wrap=True)
    for report in reports:
        waiting = sum(result.needs_person for result in report.results)
        made.add_row(
            Text(printable(report.student)),
            *(_points(each.score, each.max_score) for each in report.notebooks),
            _points(report.score, report.max_score),
            str(waiting) if waiting else "",
            str(len(report.problems)) if report.problems else "",
        )
    return made


def notices(reports: Sequence[Report]) -> list[str]:
    """Return a line for everything that was noticed while submissions were read and run."""
    return [printable(f"{report.student}: {problem}", MAX_NOTICE) for report in reports for problem in report.problems]


def _caption(reports: Sequence[Report]) -> str:
    waiting = sum(result.needs_person for report in reports for result in report.results)
    return f"{len(reports)} submissions; {waiting} answers wait for a person, in `nbgrader formgrader`"


def _points(score: float, points: float) -> str:
    return f"{score:.4g} / {points:g}"
