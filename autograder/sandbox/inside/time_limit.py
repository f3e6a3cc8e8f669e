"""Interrupt a cell when its time is up, so that what it has defined so far is kept.

This is a courtesy: the grader ends a child that does not stop by itself a little later. The processor time is measured
here; the grader measures how long a cell waits, and sends an alarm.
"""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator

_set_handler, _set_timer = signal.signal, signal.setitimer
_SIGNALS = signal.SIGPROF, signal.SIGALRM


class CellTimeout(BaseException):
    """The cell exceeded its time limit."""


@contextlib.contextmanager
def time_limit(cpu_seconds: float) -> Iterator[None]:
    """Raise CellTimeout in the block once it has used this much processor time, or when an alarm arrives."""
    for number in _SIGNALS:
        _set_handler(number, _interrupt)
    _set_timer(signal.ITIMER_PROF, max(cpu_seconds, 0.001))  # 0 would never ring
    try:
        yield
    finally:
        for timer in (signal.ITIMER_PROF, signal.ITIMER_REAL):
            _set_timer(timer, 0.0)
        for number in _SIGNALS:
            _set_handler(number, signal.SIG_IGN)  # an alarm may arrive too late


def _interrupt(*_: object) -> None:
    raise CellTimeout("the cell exceeded its time limit for grading")
