"""Runs a piece of work in a fork of this process, which may be ended without harm.

For work on a student's text by a library: neither a signal nor a thread stops a regular expression in all cases. Only
for processes with one thread.
"""

from __future__ import annotations

import os
import pickle
import resource
import signal
from collections.abc import Callable
from typing import Any, TypeVar

from autograder.processes.client import LostError
from autograder.processes.limits import limit_memory

_T = TypeVar("_T")


def in_fork(work: Callable[[], _T], cpu_seconds: float, memory_mb: int) -> tuple[_T, float]:
    """Return what `work` returns, and the processor time in seconds that it took.

    Parameters
    ----------
    work : callable
        Its result has to be picklable.
    cpu_seconds : float
        Maximum processor time.
    memory_mb : int
        Maximum memory beyond that of this process.

    Raises
    ------
    LostError
        The fork exceeded its limits, or raised an exception.
    """
    ours, theirs = os.pipe()
    pid = os.fork()
    if not pid:
        os.close(ours)
        _answer(theirs, work, cpu_seconds, memory_mb)
    os.close(theirs)
    with open(ours, "rb") as file:
        data = file.read()
    _, status, used = os.wait4(pid, 0)
    if status or not data:
        raise LostError("it exceeded its limits")
    return pickle.loads(data), used.ru_utime + used.ru_stime


def _answer(pipe: int, work: Callable[[], Any], cpu_seconds: float, memory_mb: int) -> None:
    code = 1
    try:
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_PROF, cpu_seconds)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        limit_memory(memory_mb)
        with open(pipe, "wb") as file:
            file.write(pickle.dumps(work()))
        code = 0
    finally:
        os._exit(code)
