"""The results of a run for the person at the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich.table import Table
from rich.text import Text

from autograder.store.results import Summary
from autograder.text import printable

MAX_NOTICE = 1_000
MAX_LINES = 500


@dataclass(frozen=True)
class Line:
    """What the table says of one submission: little, so that a large class fits into memory."""

    student: str
    notebooks: Mapping[str, str]
    score: str
    waiting: int
    problems: tuple[str, ...]
    near_misses: tuple[str, ...] = ()

    @classmethod
    def of(cls, summary: Summary) -> Line:
        notebooks = {
            name: _points(sum(each.score or 0.0 for each in questions), sum(each.max_score for each in questions))
            for name, questions in summary.notebooks.items()
        }
        score = _points(summary.score, summary.max_score)
        near = tuple(
            f"{each.notebook}/{each.question} is a near miss: {each.near_miss}"
            for questions in summary.notebooks.values()
            for each in questions
            if each.near_miss
        )
        return cls(summary.student, notebooks, score, summary.waiting, summary.problems, near)


def tables(assignment: str, level: str, lines: Sequence[Line]) -> Iterator[Table]:
    """Yield one line a submission: points by notebook, and how much waits for a person or was noticed.

    A large class comes in several tables: to lay one out takes several kilobytes a line.
    """
    parts = [lines[begin : begin + MAX_LINES] for begin in range(0, len(lines), MAX_LINES)] or [lines]
    for part in parts:
        made = _table(part)
        if part is parts[0]:
            made.title, made.title_justify = f"{assignment}, sandbox level {level}", "left"
        if part is parts[-1]:
            made.caption = _caption(lines)
        yield made


def _table(lines: Sequence[Line]) -> Table:
    names = list(lines[0].notebooks) if lines else []
    made = Table()
    made.add_column("student", no_wrap=True)
    for name in names:
        made.add_column(name, justify="right", no_wrap=True)
    made.add_column("score", justify="right", no_wrap=True, style="bold")
    made.add_column("waiting", justify="right", no_wrap=True)
    made.add_column("near", justify="right", no_wrap=True)
    made.add_column("notes", justify="right", no_wrap=True)
    for line in lines:
        numbers = (line.waiting, len(line.near_misses), len(line.problems))
        counts = (str(number or "") for number in numbers)
        made.add_row(Text(printable(line.student)), *line.notebooks.values(), line.score, *counts)
    return made


def notices(lines: Iterable[Line]) -> Iterator[str]:
    """Yield a line for every near miss and for everything that was noticed while submissions were read and run."""
    for line in lines:
        for each in (*line.near_misses, *line.problems):
            yield printable(f"{line.student}: {each}", MAX_NOTICE)


def _caption(lines: Sequence[Line]) -> str:
    waiting = sum(line.waiting for line in lines)
    return f"{len(lines)} submissions; {waiting} answers wait for a person, in formgrader"


def _points(score: float, points: float) -> str:
    return f"{score:.4g} / {points:g}"
