"""The results in short, in Markdown, for a page of continuous integration."""

from __future__ import annotations

import re
from collections.abc import Sequence

from autograder.report.table import Line
from autograder.text import printable

MAX_LINES = 200
"""Students and notes that are listed; a job page cuts off what is longer than a megabyte."""


def markdown(assignment: str, level: str, lines: Sequence[Line]) -> str:
    """Return a headline, a table of the students, and what was noticed."""
    waiting = sum(line.waiting for line in lines)
    near = sum(len(line.near_misses) for line in lines)
    told = [
        f"## {_text(assignment)}: {len(lines)} submissions",
        "",
        f"Answers that wait for a person: {waiting}. Near misses: {near}. Sandbox level: `{level}`.",
        "",
    ]
    if level == "none":
        told += ["**Graded without a sandbox that protects: do not rely on these points.**", ""]
    if lines:
        names = [_text(name) for name in lines[0].notebooks]
        told.append(f"| student | {' | '.join(names)} | score | waiting | near | notes |")
        told.append(f"| --- |{' ---: |' * (len(names) + 4)}")
    for line in lines[:MAX_LINES]:
        counts = (str(number or "") for number in (line.waiting, len(line.near_misses), len(line.problems)))
        told.append(f"| {' | '.join((_text(line.student), *line.notebooks.values(), line.score, *counts))} |")
    if len(lines) > MAX_LINES:
        told += ["", f"and {len(lines) - MAX_LINES} more students."]
    notes = [f"- {_text(f'{line.student}: {each}')}" for line in lines for each in (*line.near_misses, *line.problems)]
    if notes:
        told += ["", "### Noticed", "", *notes[:MAX_LINES]]
    if len(notes) > MAX_LINES:
        told += ["", f"and {len(notes) - MAX_LINES} more notes."]
    return "\n".join(told) + "\n"


def _text(text: str) -> str:
    """Escape a text, which may come from a student, so that it stays a text in Markdown and in its tables."""
    shown = printable(text, 300).replace("&", "&amp;").replace("<", "&lt;")
    return re.sub(r"([\\`*_{}\[\]()#+!|>~$@:-])", r"\\\1", shown)
