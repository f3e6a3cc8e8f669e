"""Workers on this machine: processes, each with a sandbox that several submissions share.

The sooner the first one starts, the sooner there is a result: this module imports nothing large.
"""

from __future__ import annotations

import os
import pickle
import sys
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from autograder.batch.bounded import LostSubmission, bounded_as_completed
from autograder.processes import startup
from autograder.processes.client import LostError, Server

if TYPE_CHECKING:
    from autograder.batch.task import GradingConfig, Task
    from autograder.store.graded import Graded

FEW = 2
"""For at most this many submissions it is faster not to warm up the libraries, and to run the notebooks of a submission
in parallel."""
SHARE = 3
"""Submissions that a worker grades in parallel. They share a fork server, which takes two seconds of processor time to
start."""
CORES = 2
"""How many cores this keeps busy: while one submission waits for a judge, the code of another one runs."""


class LocalWorkers:
    """Worker processes on this machine; a context manager.

    When a worker dies, perhaps because memory ran out, the submissions that it was grading are graded again, one after
    the other. A submission that loses its worker twice is given up.

    Parameters
    ----------
    jobs : int, optional
        Submissions at a time; default: as many as keep all cores busy.
    at_most : int, optional
        How many submissions there can be.
    """

    def __init__(self, jobs: int | None = None, at_most: int | None = None) -> None:
        self._few = at_most is not None and at_most <= FEW
        self.jobs = jobs or -(-len(os.sched_getaffinity(0)) * SHARE // CORES)
        self._most = min(-(-self.jobs // SHARE), at_most or sys.maxsize)
        self._threads = ThreadPoolExecutor(self.jobs)
        self._lock = threading.Lock()
        self._busy: Counter[Server] = Counter()
        """How many submissions each worker is grading."""

    def __enter__(self) -> LocalWorkers:
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        with self._lock:
            self._most, workers = 0, list(self._busy)
        for worker in workers:
            worker.end(at_once=error is not None)
        for worker in workers:
            worker.wait()

    def warm_up(self, assignment: str, course: Path, level: str | None, force: bool) -> None:
        """Start opening a sandbox while the caller reads the course."""
        self._start((assignment, course.resolve(), level, force))

    def grade(self, config: GradingConfig, tasks: Iterable[Task]) -> Iterator[Graded | LostSubmission]:
        """Grade submissions and yield each as soon as it is done; only a few are held in memory at a time."""
        pickled = pickle.dumps(config)

        def submit(task: Task) -> Future[Graded]:
            return self._threads.submit(self._grade, pickled, task)

        suspects = []
        for task, future in bounded_as_completed(submit, tasks, at_once=2 * self.jobs):
            try:
                yield future.result()
            except LostError:
                suspects.append(task)
        for task in suspects:
            try:
                yield submit(task).result()
            except LostError:
                yield LostSubmission(task, "its worker process died, twice")

    def _grade(self, config: bytes, task: Task) -> Graded:
        with self._lock:
            worker = self._least_busy()
            self._busy[worker] += 1
        try:
            graded: Graded = worker.call((config, task))
            return graded
        except LostError:
            worker.end(at_once=True)
            worker.wait()
            raise
        finally:
            with self._lock:
                self._busy[worker] -= 1

    def _least_busy(self) -> Server:
        """Return the worker with the least to do; a new one if all are busy and there may be more."""
        for worker in [each for each in self._busy if not each.alive]:
            del self._busy[worker]
        least = min(self._busy, key=lambda worker: self._busy[worker], default=None)
        if len(self._busy) < self._most and (least is None or self._busy[least] >= SHARE):
            return self._start(None)
        if least is None:
            raise LostError("the workers have ended")
        return least

    def _start(self, warm_up: tuple[str, Path, str | None, bool] | None) -> Server:
        worker = startup.worker()
        worker.begin(min(SHARE, self.jobs - SHARE * len(self._busy)), self._few, warm_up)
        self._busy[worker] = 0
        return worker
