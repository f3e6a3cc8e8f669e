"""Interrupt a cell when its time is up, so that what it has defined so far is kept.

This is a courtesy: the grader ends a child that does not stop by itself a little later.
"""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator

_set_handler, _set_timer = signal.signal, signal.setitimer
_TIMERS = {signal.SIGPROF: signal.ITIMER_PROF, signal.SIGALRM: signal.ITIMER_REAL}


class CellTimeout(BaseException):
    """The cell exceeded its time limit."""


@contextlib.contextmanager
def time_limit(cpu_seconds: float, seconds: float) -> Iterator[None]:
    """Raise CellTimeout in the block once it has used this much processor time or wall time."""
    for number, limit in zip(_TIMERS, (cpu_seconds, seconds), strict=True):
        _set_handler(number, _interrupt)
        _set_timer(_TIMERS[number], max(limit, 0.001))  # 0 would never ring
    try:
        yield
    finally:
        for timer in _TIMERS.values():
            _set_timer(timer, 0.0)


def _interrupt(*_: object) -> None:
    raise CellTimeout("the cell exceeded its time limit for grading")
