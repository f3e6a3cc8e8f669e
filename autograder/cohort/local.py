"""Workers on this machine: one process each, with a sandbox of its own.

The sooner the first one starts, the sooner there is a result: this module imports nothing that one can wait for.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import connection
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from autograder.cohort.crowd import Lost, in_any_order
from autograder.imports import leave_out

if TYPE_CHECKING:
    from autograder.cohort.task import Graded, Setting, Task

FEW = 2
"""So few submissions are graded sooner in a sandbox that has imported the libraries, but not used them yet."""


class LocalWorkers:
    """Processes on this machine; a context manager.

    A process that dies, for want of memory perhaps, costs nobody a grade: what was being graded at that time is graded
    again, one after the other, and only what a process dies of twice is given up.

    Parameters
    ----------
    jobs : int, optional
        Processes; default: one for each core.
    at_most : int, optional
        How many submissions there can be: each process opens a sandbox, which takes longer than a submission.
    """

    def __init__(self, jobs: int | None = None, at_most: int | None = None) -> None:
        self._warm = at_most is None or at_most > FEW
        self.jobs = min(jobs or len(os.sched_getaffinity(0)), at_most or sys.maxsize)
        self._pool = self._new()
        self._used = False

    def __enter__(self) -> LocalWorkers:
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        processes = list((self._pool._processes or {}).values())
        if error is not None or not self._used:
            for process in processes:
                process.terminate()
        self._pool.shutdown(cancel_futures=True)

    def warm_up(self, assignment: str, course: Path, level: str | None, force: bool) -> None:
        """Begin to open a first sandbox while the caller still reads the course."""
        self._pool.submit(_open, assignment, course, level, force, self._warm)

    def grade(self, setting: Setting, tasks: Iterable[Task]) -> Iterator[Graded | Lost]:
        """Grade submissions and yield each as soon as it is done; only a few are held in memory at a time."""

        def submit(task: Task) -> Future[Graded]:
            self._used = True
            try:
                return self._pool.submit(_grade, setting, task, self._warm)
            except BrokenProcessPool:
                self._pool = self._new()
                return self._pool.submit(_grade, setting, task, self._warm)

        suspects = []
        for task, future in in_any_order(submit, tasks, at_once=2 * self.jobs):
            try:
                yield future.result()
            except BrokenProcessPool:
                suspects.append(task)
        for task in suspects:
            try:
                yield submit(task).result()
            except BrokenProcessPool:
                yield Lost(task, "the process that graded it was lost, twice")

    def _new(self) -> ProcessPoolExecutor:
        fresh = multiprocessing.get_context("spawn")  # nothing of the gradebook's connection in the workers
        return ProcessPoolExecutor(self.jobs, mp_context=fresh, initializer=begin)


def begin() -> None:
    """Leave interrupts to the coordinator, and end with it even if it is killed."""
    leave_out()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
    os._exit(1)  # the sandbox and the judge end when their lines to this process close


def _open(assignment: str, course: Path, level: str | None, force: bool, warm: bool) -> None:
    from autograder.assignments import find
    from autograder.cohort.room import open_room

    open_room(find(assignment, course), level, force, warm)


def _grade(setting: Setting, task: Task, warm: bool) -> Graded:
    from autograder.cohort.worker import grade  # only the workers need what this imports

    return grade(setting, task, warm)
