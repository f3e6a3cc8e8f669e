"""Do many small jobs in processes of their own, each within limits: a mutant may loop for ever, or take all memory."""

from __future__ import annotations

import contextlib
import enum
import multiprocessing
import os
import resource
import signal
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

PATIENCE, START = 6, 60.0
"""A job that does not even use its processor time is ended after so many times that in wall time, and these seconds, in
which a process has to start on a busy machine."""
MEMORY_MB = 2048
_PRELOADED = ("autograder.release_check.fairness.kill_matrix", "autograder.release_check.fairness.parity")
"""What every process would import: it is there already when one is forked."""


@dataclass(frozen=True)
class Job:
    """A function that can be imported, with arguments that can be pickled.

    Attributes
    ----------
    function : callable
    arguments : tuple
    seconds : float
        Processor time that it may use; not wall time, so that a busy machine changes no result.
    """

    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    seconds: float


class Ended(enum.StrEnum):
    """Why a job has no result."""

    TIME = "it did not end"
    DIED = "it ended the process"


class _Up(BaseException):
    """The time is up."""


def run(jobs: Sequence[Job], processes: int | None = None) -> Iterator[tuple[int, Any]]:
    """Do jobs side by side and yield (position, result), in the order in which they are done.

    The result is an `Ended` where a job used up its time or ended its process; an exception in a job is raised here.

    Parameters
    ----------
    jobs : sequence of Job
    processes : int, optional
        How many at a time; by default as many as there are processors for us.
    """
    count = min(processes or len(os.sched_getaffinity(0)), len(jobs))
    waiting = iter(range(len(jobs)))
    busy = [_Worker() for _ in range(count)]
    try:
        for worker in busy:
            worker.begin(next(waiting), jobs)
        while busy:
            longest = max(jobs[worker.position].seconds for worker in busy)
            ready = wait([worker.mine for worker in busy], timeout=START + longest * PATIENCE)
            done = [worker for worker in busy if worker.mine in ready]
            for worker in done or list(busy):
                position, result = worker.position, worker.result() if done else Ended.TIME
                busy.remove(worker)
                following, spent = next(waiting, None), isinstance(result, Ended)
                if spent or following is None:
                    worker.close()
                if following is not None:
                    busy.append(_Worker() if spent else worker)
                    busy[-1].begin(following, jobs)
                if isinstance(result, BaseException):
                    raise result
                yield position, result
    finally:
        for worker in busy:
            worker.close()


class _Worker:
    """A process that does one job after the other."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("forkserver")  # takes nothing of this process along
        context.set_forkserver_preload(list(_PRELOADED))
        self.mine, theirs = context.Pipe()
        self.process: BaseProcess = context.Process(target=_serve, args=(theirs,), daemon=True)
        self.process.start()
        theirs.close()
        self.position = -1

    def begin(self, position: int, jobs: Sequence[Job]) -> None:
        self.position = position
        self.mine.send(jobs[position])

    def result(self) -> Any:
        try:
            return self.mine.recv()
        except (EOFError, OSError):
            return Ended.DIED

    def close(self) -> None:
        self.process.kill()
        self.process.join()
        self.mine.close()


def _serve(connection: Connection) -> None:
    used = resource.getpagesize() * int(Path("/proc/self/statm").read_text().split()[0])
    resource.setrlimit(resource.RLIMIT_AS, (used + (MEMORY_MB << 20),) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGPROF, _stop)
    with contextlib.suppress(EOFError, KeyboardInterrupt):
        while True:
            connection.send(_bounded(connection.recv()))


def _bounded(job: Job) -> Any:
    """Return a job's result. Code that is interrupted by nothing is ended by the second alarm, with the process."""
    try:
        signal.setitimer(signal.ITIMER_PROF, job.seconds)
        signal.setitimer(signal.ITIMER_VIRTUAL, 2 * job.seconds)
        return job.function(*job.arguments)
    except _Up:
        return Ended.TIME
    except Exception as error:
        return error
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def _stop(*_: object) -> None:
    raise _Up
