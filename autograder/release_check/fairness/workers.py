"""Runs many small jobs in parallel within limits, because a mutant may loop forever or use all memory."""

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
"""A job that uses no processor time is stopped after `PATIENCE` times its limit in wall time, plus `START_SECONDS` for
a busy machine."""
MEMORY_MB = 2048
_PRELOADED = ("autograder.release_check.fairness.kill_matrix", "autograder.release_check.fairness.parity")
"""Modules that every process needs; they are imported once, before processes are forked."""


@dataclass(frozen=True)
class Job:
    """A call of an importable function with picklable arguments.

    Attributes
    ----------
    function : callable
    arguments : tuple
    seconds : float
        Limit of its processor time. Wall time would make results depend on how busy the machine is.
    """

    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    seconds: float


@dataclass(frozen=True)
class Ended:
    """The result of a job that used up its time or ended its process."""

    def __str__(self) -> str:
        return "the process used up its time or died"


def run(jobs: Sequence[Job], processes: int | None = None) -> Iterator[tuple[int, Any]]:
    """Run jobs in parallel and yield (position, result) in the order in which they finish.

    The result is an `Ended` if a job used up its time or ended its process. An exception in a job is raised here.

    Parameters
    ----------
    jobs : sequence of Job
    processes : int, optional
        Number of parallel processes; by default, the number of available processors.
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
    """Let the processes import the jobs' functions from the same folders as this one."""
    return {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


def start() -> Service:
    """Prepare to run jobs, in the process that forks the others."""
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
