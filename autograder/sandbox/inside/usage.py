"""What a process uses, and whether it waits."""

from __future__ import annotations

import enum
import os
import time

_CPUCLOCK_SCHED = 2
_ASLEEP, _STOPPED = "SIZX", "Tt"
"""States of threads in /proc that sleep or have ended, and that a signal or a debugger has stopped. Threads in other
states run, wait for a processor, or wait for memory or a disk."""


class Threads(enum.IntEnum):
    """What the threads of a process do."""

    ASLEEP = 0
    """All wait for an event, such as the end of a pause, a lock, or input."""
    RUNNABLE = 1
    """At least one runs, or would if it could."""
    STOPPED = 2
    """None runs, and something outside of the process has stopped one."""


def cpu_seconds(pid: int) -> float:
    """Return the processor time in seconds that all threads of a process have used."""
    return time.clock_gettime((~pid << 3) | _CPUCLOCK_SCHED)


def threads(pid: int) -> Threads:
    """Return what the threads of a process do; asleep if that cannot be read."""
    try:
        states = [_state(f"/proc/{pid}/task/{task}/stat") for task in os.listdir(f"/proc/{pid}/task")]
    except OSError:
        return Threads.ASLEEP
    if any(state not in _ASLEEP + _STOPPED for state in states):
        return Threads.RUNNABLE
    return Threads.STOPPED if any(state in _STOPPED for state in states) else Threads.ASLEEP


def _state(path: str) -> str:
    try:
        with open(path, "rb") as file:
            return file.read().rpartition(b") ")[2][:1].decode()
    except OSError:
        return "X"  # it has ended meanwhile
