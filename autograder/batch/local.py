"""Workers on this machine: processes, each with a sandbox of its own and lanes that share it.

The sooner the first one starts, the sooner there is a result: this module imports nothing that one can wait for.
"""

from __future__ import annotations

import itertools
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from autograder import pipe
from autograder.batch.bounded import Lost, bounded_as_completed

if TYPE_CHECKING:
    from autograder.batch.task import GradingConfig, Task
    from autograder.store.graded import Graded

FEW = 2
"""So few submissions are graded sooner in a sandbox that has imported the libraries, but not used them yet, and with
their notebooks side by side."""
LANES = 3
"""Submissions that a worker grades side by side. It shares a sandbox's server between them, which takes two seconds of
processor time to start; but its own part is done by one of them at a time."""
CORES = 2
"""That a worker's lanes keep busy: while one waits for a judge, another goes on."""


class LocalWorkers:
    """Processes on this machine; a context manager.

    A process that dies, for want of memory perhaps, costs nobody a grade: what was being graded at that time is graded
    again, one after the other, and only what a process dies of twice is given up.

    Parameters
    ----------
    jobs : int, optional
        Submissions at a time; default: as many as keep all cores busy.
    at_most : int, optional
        How many submissions there can be.
    """

    def __init__(self, jobs: int | None = None, at_most: int | None = None) -> None:
        self._few = at_most is not None and at_most <= FEW
        self.jobs = jobs or -(-len(os.sched_getaffinity(0)) * LANES // CORES)
        self._most = min(-(-self.jobs // LANES), at_most or sys.maxsize)
        self._workers: list[_Worker] = []

    def __enter__(self) -> LocalWorkers:
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for worker in self._workers:
            worker.end(at_once=error is not None)
        for worker in self._workers:
            worker.listener.join()

    def warm_up(self, assignment: str, course: Path, level: str | None, force: bool) -> None:
        """Begin to open a first sandbox while the caller still reads the course."""
        self._least_busy().tell(("open", assignment, course.resolve(), level, force))

    def grade(self, config: GradingConfig, tasks: Iterable[Task]) -> Iterator[Graded | Lost]:
        """Grade submissions and yield each as soon as it is done; only a few are held in memory at a time."""

        def submit(task: Task) -> Future[Graded]:
            return self._least_busy().submit(config, task)

        suspects = []
        for task, future in bounded_as_completed(submit, tasks, at_once=2 * self.jobs):
            try:
                yield future.result()
            except WorkerLostError:
                suspects.append(task)
        for task in suspects:
            try:
                yield submit(task).result()
            except WorkerLostError:
                yield Lost(task, "the process that graded it was lost, twice")

    def _least_busy(self) -> _Worker:
        """Return the worker with the least to do; a new one if all are busy and there may be more."""
        self._workers = [each for each in self._workers if not each.lost]
        least = min(self._workers, key=lambda worker: worker.busy, default=None)
        if least is None or (least.busy >= least.lanes and len(self._workers) < self._most):
            least = _ahead.pop() if _ahead else _Worker()
            least.begin(min(LANES, self.jobs - LANES * len(self._workers)), self._few)
            self._workers.append(least)
        return least


def start_ahead() -> None:
    """Start a worker before anybody has read what it is to do: it has to import something first.

    If nobody has work for it, it ends with this process.
    """
    _ahead.append(_Worker())


class WorkerLostError(Exception):
    """The process that graded a submission has ended before it was done."""


class _Worker:
    """A process with lanes, and what it has to do."""

    def __init__(self) -> None:
        self.lanes, self.lost = 0, False
        self._numbers = itertools.count()
        self._pending: dict[int, Future[Any]] = {}
        self._changing = threading.Lock()
        self._told: GradingConfig | None = None
        self._line, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, "-P", "-m", "autograder.batch.worker_process"]
            self.process = subprocess.Popen(command, stdin=theirs.fileno(), stdout=2)
        self.listener = threading.Thread(target=self._listen, daemon=True)
        self.listener.start()

    def begin(self, lanes: int, few: bool) -> None:
        """Say how much it is to grade at a time: submissions, or the notebooks of a few."""
        self.lanes = lanes
        self.tell((lanes, few))

    @property
    def busy(self) -> int:
        """How many submissions it has."""
        return len(self._pending)

    def submit(self, config: GradingConfig, task: Task) -> Future[Graded]:
        """Give it a submission."""
        future: Future[Graded] = Future()
        future.set_running_or_notify_cancel()  # it is on its way: nobody calls it back
        number = next(self._numbers)
        with self._changing:
            self._pending[number] = future
            if self.lost:
                self._lose()
        if self._told is not config:
            self._told = config
            self.tell(("config", config))
        self.tell(("grade", number, task))
        return future

    def tell(self, message: object) -> None:
        """Send it a message; if it is gone, the listener notices."""
        try:
            pipe.send(self._line, message)
        except OSError:
            return

    def end(self, at_once: bool) -> None:
        """End it; if it has graded, as soon as it has cleaned up."""
        if at_once or self._told is None:
            self.process.terminate()
            with suppress(OSError):  # it has ended
                self._line.shutdown(socket.SHUT_WR)  # a signal can get lost in what it imports just then
        else:
            self.tell("end")

    def _listen(self) -> None:
        try:
            while True:
                number, result = pipe.receive(self._line)
                future = self._pending[number]
                if isinstance(result, BaseException):
                    future.set_exception(result)
                else:
                    future.set_result(result)
                del self._pending[number]
        except Exception as error:  # it has ended, or what it says cannot be read and it is ended
            if not isinstance(error, EOFError):
                self.process.kill()
            with self._changing:
                self.lost = True
                self._lose()
            self.process.wait()
            self._line.close()

    def _lose(self) -> None:
        while self._pending:
            self._pending.popitem()[1].set_exception(WorkerLostError())


_ahead: list[_Worker] = []
