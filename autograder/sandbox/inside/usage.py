"""What a process uses, whether it waits, and how many processors it may take from others."""

from __future__ import annotations

import enum
import math
import os
import time
from contextlib import suppress

_CPUCLOCK_SCHED = 2
_ASLEEP, _STOPPED = "SIZX", "Tt"
"""States of threads in /proc that sleep or have ended, and that a signal or a debugger has stopped. Threads in other
states run, wait for a processor, or wait for memory or a disk."""
_WEIGHT, _LOWEST = 1.25, 19
"""The weight of a thread shrinks by this factor with each step of its nice value, of which 19 is the last."""


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


def thread_states(pid: int) -> dict[int, str]:
    """Return the states of the threads of a process by thread id; empty if they cannot be read."""
    try:
        return {int(task): _state(f"/proc/{pid}/task/{task}/stat") for task in os.listdir(f"/proc/{pid}/task")}
    except OSError:
        return {}


def threads(states: dict[int, str]) -> Threads:
    """Return what threads do, given their states; asleep if there are none."""
    if any(state not in _ASLEEP + _STOPPED for state in states.values()):
        return Threads.RUNNABLE
    return Threads.STOPPED if any(state in _STOPPED for state in states.values()) else Threads.ASLEEP


def share_fairly(states: dict[int, str]) -> None:
    """Raise the nice values of threads so that, however many they are, they get what a single one would get.

    The values are never lowered again, which needs privileges. No limit depends on them.
    """
    runnable = sum(state not in _ASLEEP + _STOPPED for state in states.values())
    nice = min(_LOWEST, round(math.log(max(1, runnable), _WEIGHT)))
    for thread in states if nice else ():
        with suppress(OSError):  # it has ended
            if os.getpriority(os.PRIO_PROCESS, thread) < nice:
                os.setpriority(os.PRIO_PROCESS, thread, nice)


def _state(path: str) -> str:
    try:
        with open(path, "rb") as file:
            return file.read().rpartition(b") ")[2][:1].decode()
    except OSError:
        return "X"  # it has ended meanwhile
