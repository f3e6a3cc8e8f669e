"""How far a run has come, on a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text("" if not speed else f"{speed:.1f}/s" if speed >= 1 else f"{1 / speed:.1f} s each")


def progress_bar(console: Console, total: int) -> Progress:
    """Return a bar with rate and time left; nothing where the output goes to a file.

    It is drawn when a submission is done: no thread runs beside the caller's.
    """
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), _Rate(), TimeRemainingColumn())
    return Progress(*columns, console=console, auto_refresh=False, disable=not console.is_terminal or total < 1)


@contextmanager
def part_bar(console: Console, what: str) -> Iterator[Callable[[float], None]]:
    """Give a function that is told which part of the work is done, and draws it; nothing where the output is a file."""
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, auto_refresh=False, disable=not console.is_terminal) as progress:
        task = progress.add_task(what, total=1.0)
        yield lambda part: progress.update(task, completed=part, refresh=True)
