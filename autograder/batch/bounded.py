"""Keep workers busy without reading the whole class into memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from autograder.batch.task import Task

_T = TypeVar("_T")
_R = TypeVar("_R")


@dataclass(frozen=True)
class LostSubmission:
    """A submission that could not be graded because its workers died."""

    task: Task
    why: str


def bounded_as_completed(
    submit: Callable[[_T], Future[_R]], tasks: Iterable[_T], at_once: int
) -> Iterator[tuple[_T, Future[_R]]]:
    """Submit tasks, at most `at_once` at a time, and yield each when it is done, whatever their order."""
    pending: dict[Future[_R], _T] = {}
    try:
        for task in tasks:
            pending[submit(task)] = task
            if len(pending) >= at_once:
                yield from _done(pending)
        while pending:
            yield from _done(pending)
    finally:
        for future in pending:
            future.cancel()


def _done(pending: dict[Future[_R], _T]) -> Iterator[tuple[_T, Future[_R]]]:
    for future in wait(pending, return_when=FIRST_COMPLETED).done:
        yield pending.pop(future), future
