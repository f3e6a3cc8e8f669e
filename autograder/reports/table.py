"""The results of a run as a table in the terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from autograder.model.result import SubmissionResult
from autograder.text import printable

MAX_NOTICE = 1_000
MAX_LINES = 500
_HEADING_WIDTH = 12
_ID_WIDTH = 14
"""Columns that a long student id keeps, folded, when the terminal is narrow."""


@dataclass(frozen=True)
class Points:
    """A score and its maximum."""

    score: float
    max_score: float

    def __str__(self) -> str:
        return f"{self.score:.4g} / {self.max_score:g}"


@dataclass(frozen=True)
class Line:
    """One row of the table. It is kept small so that a large class fits into memory."""

    student: str
    notebooks: Mapping[str, Points]
    score: Points
    waiting: int
    problems: tuple[str, ...]
    near_misses: tuple[str, ...] = ()
    forgeable: tuple[str, ...] = ()
    """Questions whose tests ran in the student's process and gave points."""
    lateness_in_doubt: bool = False

    @classmethod
    def of(cls, result: SubmissionResult) -> Line:
        """Return the row of a submission."""
        notebooks = {each.notebook: Points(each.score, each.max_score) for each in result.notebooks}
        near = tuple(
            f"{each.notebook}/{each.question} is a near miss: {each.near_miss}"
            for each in result.questions
            if each.near_miss
        )
        score = Points(result.score, result.max_score)
        waiting = result.manual_grades_needed
        forgeable = tuple(f"{each.notebook}/{each.question}" for each in result.questions if each.forgeable)
        return cls(
            result.student, notebooks, score, waiting, result.problems, near, forgeable, result.lateness_in_doubt
        )


def print_tables(console: Console, assignment: str, level: str, lines: Sequence[Line]) -> None:
    """Print one row per submission: points by notebook, and how much needs manual grading or attention.

    Numbers are never cut. On a narrow terminal long student ids are folded; in a pipe or a file the table is as wide
    as it needs to be. A large class is split into several tables, because rich needs several kilobytes per row.
    """
    parts = [lines[begin : begin + MAX_LINES] for begin in range(0, len(lines), MAX_LINES)] or [lines]
    for part in parts:
        table = _table(part)
        if part is parts[0]:
            table.title, table.title_justify = f"{assignment}, sandbox level {level}", "left"
        if part is parts[-1]:
            table.caption, table.caption_justify = _caption(lines), "left"
        table.width = _width(console, table, max((len(line.student) for line in part), default=0))
        console.print(table, crop=False)


def _table(lines: Sequence[Line]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    table.add_column("student", overflow="fold")
    first = lines[0] if lines else Line("", {}, Points(0.0, 0.0), 0, ())
    for name, points in {**first.notebooks, "score": first.score}.items():
        heading = f"{textwrap.fill(printable(name), _HEADING_WIDTH)}\nof {points.max_score:g}"
        table.add_column(heading, justify="right", no_wrap=True)
    table.columns[-1].style = "bold"
    for heading in ("manual", "near", "notes"):
        table.add_column(heading, justify="right", no_wrap=True)
    for line in lines:
        scores = (f"{points.score:.4g}" for points in (*line.notebooks.values(), line.score))
        counts = (str(number or "") for number in (line.waiting, len(line.near_misses), len(line.problems)))
        table.add_row(Text(printable(line.student)), *scores, *counts)
    return table


def _width(console: Console, table: Table, longest_id: int) -> int:
    """Return the width of a table: what the terminal has, but enough for all numbers; without a terminal, for all."""
    natural = console.measure(table, options=console.options.update(max_width=10_000)).maximum
    natural = max(natural, len(str(table.title or "")), len(str(table.caption or "")))
    if not console.is_terminal:
        return natural
    return max(min(console.width, natural), natural - max(0, longest_id - _ID_WIDTH))


def notices(lines: Iterable[Line]) -> Iterator[str]:
    """Yield a line for all forgeable tests, and for every near miss and problem found while submissions were graded."""
    lines = list(lines)
    for name in dict.fromkeys(name for line in lines for name in line.forgeable):
        count = sum(name in line.forgeable for line in lines)
        yield printable(
            f"{name}: {count} passed in the student's own process, where code can forge the result", MAX_NOTICE
        )
    for line in lines:
        for each in (*line.near_misses, *line.problems):
            yield printable(f"{line.student}: {each}", MAX_NOTICE)


def _caption(lines: Sequence[Line]) -> str:
    late = sum(line.lateness_in_doubt for line in lines)
    waiting = sum(line.waiting for line in lines) - late
    answers = f"{waiting} {'answer needs' if waiting == 1 else 'answers need'} manual grading"
    times = f"; {late} {'time' if late == 1 else 'times'} of submission in doubt" if late else ""
    return f"{len(lines)} {'submission' if len(lines) == 1 else 'submissions'}; {answers}{times}"
