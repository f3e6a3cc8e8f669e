"""Do many small jobs side by side, each within limits: a mutant may loop for ever, or take all memory."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from autograder.batch.bounded import bounded_as_completed
from autograder.processes.client import LostError, Server
from autograder.processes.service import Service

PATIENCE, START_SECONDS = 6, 60.0
"""A job that waits, without using its processor time, is ended after this many times that in wall time, plus some
seconds for a busy machine."""
MEMORY_MB = 2048
_PRELOADED = ("autograder.release_check.fairness.kill_matrix", "autograder.release_check.fairness.parity")
"""What every process would import; it is imported once, before processes are forked."""


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


@dataclass(frozen=True)
class Ended:
    """Stands for the result of a job that used up its time or ended its process."""

    def __str__(self) -> str:
        return "the process used up its time, or died"


def run(jobs: Sequence[Job], processes: int | None = None) -> Iterator[tuple[int, Any]]:
    """Do jobs side by side and yield (position, result), in the order in which they are done.

    The result is an `Ended` where a job used up its time or ended its process; an exception in a job is raised here.

    Parameters
    ----------
    jobs : sequence of Job
    processes : int, optional
        How many at a time; by default as many as there are processors for us.
    """
    if not jobs:
        return
    count = min(processes or len(os.sched_getaffinity(0)), len(jobs))
    with ThreadPoolExecutor(count) as threads, closing(Server(__name__, _environment())) as server:
        server.begin()

        def submit(position: int) -> Future[Any]:
            return threads.submit(server.call, jobs[position])

        for position, done in bounded_as_completed(submit, range(len(jobs)), at_once=2 * count):
            try:
                result = done.result()
            except LostError:
                result = Ended()
            yield position, result


def _environment() -> dict[str, str]:
    """Have the jobs' functions imported from where they were imported here."""
    return {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


def start() -> Service:
    """Prepare to do jobs, in the process that forks the others."""
    for module in _PRELOADED:
        import_module(module)
    return Service(_do, fork=True, memory_mb=MEMORY_MB)


def _do(job: Job) -> Any:
    """Return a job's result; the alarms end the process, whatever it is doing."""
    signal.setitimer(signal.ITIMER_PROF, job.seconds)
    signal.setitimer(signal.ITIMER_REAL, START_SECONDS + PATIENCE * job.seconds)
    try:
        return job.function(*job.arguments)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
