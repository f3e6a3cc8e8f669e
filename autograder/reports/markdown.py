"""A short summary of the results in Markdown, for the page of a CI job.

Such a page turns names into mentions, numbers into issues and words into links after it has read the Markdown, so a
backslash does not help. Text from a student is put into code spans, where it is not interpreted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from autograder.reports.table import Line
from autograder.text import printable

MAX_LINES = 200
"""Maximum number of listed students and notes; the page of a job is cut off after a megabyte."""


def markdown(assignment: str, level: str, lines: Sequence[Line]) -> str:
    """Return a heading, a table of students, and notes."""
    late = sum(line.lateness_in_doubt for line in lines)
    waiting = sum(line.waiting for line in lines) - late
    times = f" Times of submission in doubt: {late}." if late else ""
    near = sum(len(line.near_misses) for line in lines)
    report_lines = [
        f"## {_code(assignment)}: {len(lines)} submissions",
        "",
        f"Answers that need manual grading: {waiting}. Near misses: {near}.{times} Sandbox level: `{level}`.",
        "",
    ]
    if level == "none":
        report_lines += ["**WARNING: graded without a working sandbox; these scores are untrustworthy.**", ""]
    if lines:
        names = [_code(name) for name in lines[0].notebooks]
        report_lines.append(f"| student | {' | '.join(names)} | score | manual | near | notes |")
        report_lines.append(f"| --- |{' ---: |' * (len(names) + 4)}")
    for line in lines[:MAX_LINES]:
        counts = (str(number or "") for number in (line.waiting, len(line.near_misses), len(line.problems)))
        report_lines.append(
            f"| {' | '.join((_code(line.student), *map(str, (*line.notebooks.values(), line.score)), *counts))} |"
        )
    if len(lines) > MAX_LINES:
        report_lines += ["", f"and {len(lines) - MAX_LINES} more students."]
    notes = [
        printable(f"{line.student}: {each}", 300) for line in lines for each in (*line.near_misses, *line.problems)
    ]
    if notes:
        report_lines += ["", "### Near misses and problems", "", *_block(notes[:MAX_LINES])]
    if len(notes) > MAX_LINES:
        report_lines += ["", f"and {len(notes) - MAX_LINES} more notes."]
    return "\n".join(report_lines) + "\n"


def _code(text: str) -> str:
    """Return a text as inline code. A bar would end a table cell, even in code, so it becomes a broken bar."""
    shown = printable(text, 300).replace("|", "¦").strip() or "�"
    fence = "`" * (_ticks([shown]) + 1)
    blank = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{fence}{blank}{shown}{blank}{fence}"


def _block(lines: Sequence[str]) -> list[str]:
    """Return lines as a code block."""
    fence = "`" * max(3, _ticks(lines) + 1)
    return [f"{fence}text", *lines, fence]


def _ticks(lines: Sequence[str]) -> int:
    return max((len(run) for line in lines for run in re.findall("`+", line)), default=0)
