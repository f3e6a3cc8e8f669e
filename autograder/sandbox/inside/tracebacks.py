"""Shortens the tracebacks of endless recursions."""

from __future__ import annotations

from types import TracebackType

ENDS = 10
"""Frames to show at each end of a deep traceback."""


def shorten(trace: TracebackType | None) -> None:
    """Remove the middle of a deep traceback: formatting all of an endless recursion would use up the cell's time."""
    frames = []
    while trace is not None:
        frames.append(trace)
        trace = trace.tb_next
    if len(frames) > 2 * ENDS:
        frames[ENDS - 1].tb_next = frames[-ENDS]
