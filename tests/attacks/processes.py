"""Who runs: all descendants of a process, whatever they did to leave their parents."""

from __future__ import annotations

import contextlib
import ctypes
import os
import time
from collections.abc import Iterator
from pathlib import Path

_CHILD_SUBREAPER = 36


@contextlib.contextmanager
def adopting_orphans() -> Iterator[None]:
    """Make this process the one that orphans among its descendants go to, so that none is lost from sight."""
    libc = ctypes.CDLL(None)
    libc.prctl(_CHILD_SUBREAPER, 1, 0, 0, 0)
    try:
        yield
    finally:
        libc.prctl(_CHILD_SUBREAPER, 0, 0, 0, 0)


def descendants(ancestor: int | None = None) -> set[int]:
    """Return the numbers of all living descendants; zombies are dead."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            with contextlib.suppress(OSError):
                state, parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
                if state != "Z":
                    parents[int(entry.name)] = int(parent)
    found, wave = set(), {ancestor or os.getpid()}
    while wave:
        wave = {pid for pid, parent in parents.items() if parent in wave} - found
        found |= wave
    return found


def settle(expected: int, seconds: float = 3.0) -> set[int]:
    """Wait until there are no more than so many descendants; return those that there are."""
    end = time.monotonic() + seconds
    while len(alive := descendants()) > expected and time.monotonic() < end:
        time.sleep(0.02)
    return alive
