"""The differences that a regrade found, as tables, sentences and JSON."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from rich.table import Table
from rich.text import Text

from autograder.batch.regrade import Change, Proposal
from autograder.text import printable


def rules(proposals: Sequence[Proposal]) -> Table:
    """Return a row for every changed rule: how many answers it affects, and the points they gain or lose."""
    touched: dict[tuple[str, str, str], list[Change]] = defaultdict(list)
    for change in (change for proposal in proposals for change in proposal.changes):
        touched[change.after.notebook, change.after.question, change.rule].append(change)
    table = Table(title="Rule changes", title_justify="left")
    for name in ("notebook", "question", "what changed"):
        table.add_column(name)
    for name in ("answers", "gain", "loss", "graded by hand"):
        table.add_column(name, justify="right")
    for (notebook, question, rule), changes in sorted(touched.items()):
        gain = sum(max(change.points, 0.0) for change in changes)
        loss = sum(min(change.points, 0.0) for change in changes)
        kept = sum(change.manual is not None for change in changes)
        numbers = (str(len(changes)), f"{gain:+.4g}" if gain else "", f"{loss:+.4g}" if loss else "", str(kept or ""))
        table.add_row(notebook, question, Text(rule), *numbers)
    return table


def students(proposals: Sequence[Proposal]) -> Table:
    """Return a row for every student whose grades change, the largest change first."""
    table = Table(title="Affected students", title_justify="left")
    table.add_column("student", no_wrap=True)
    for name in ("before", "after", "change"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("questions")
    changed = [proposal for proposal in proposals if proposal.changes]
    for each in sorted(changed, key=lambda each: (-abs(each.points), each.student)):
        asked = ", ".join(change.after.question for change in each.changes)
        numbers = (f"{each.before:.4g}", f"{each.before + each.points:.4g}", f"{each.points:+.4g}")
        table.add_row(Text(printable(each.student)), *numbers, asked)
    return table


def in_sentences(proposals: Sequence[Proposal]) -> Iterator[str]:
    """Yield a summary in sentences."""
    changed = [proposal for proposal in proposals if proposal.changes]
    up, down = (sum(sign * each.points > 0 for each in changed) for sign in (1, -1))
    yield f"Regraded submissions: {len(proposals)}; changed: {len(changed)} ({up} gain points, {down} lose points)."
    if reworded := sum(proposal.reworded for proposal in proposals):
        yield f"Answers with the same score and different feedback: {reworded}."


def changes_as_json(assignment: str, proposals: Sequence[Proposal]) -> dict[str, Any]:
    """Return the differences as plain values for a JSON file."""
    return {
        "version": 1,
        "assignment": assignment,
        "submissions": [
            {
                "student": proposal.student,
                "points": proposal.points,
                "reworded": proposal.reworded,
                "changes": [_change(change) for change in proposal.changes],
            }
            for proposal in proposals
        ],
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "notebook": change.after.notebook,
        "question": change.after.question,
        "rule": change.rule,
        "before": {"outcome": change.before.outcome, "score": change.before.score},
        "after": {"outcome": change.after.outcome, "score": change.after.score},
        "manual_score": change.manual,
        "points": change.points,
    }
