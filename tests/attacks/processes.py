"""Find all descendants of a process, even those that left their parents."""

from __future__ import annotations

import contextlib
import ctypes
import os
import time
from collections.abc import Iterator
from pathlib import Path

_CHILD_SUBREAPER = 36
WARM = b"tests.warm"
"""In the command line of the process that forks for the commands of all test processes, and of these commands."""


@contextlib.contextmanager
def adopting_orphans() -> Iterator[None]:
    """Make this process adopt the orphans among its descendants, so that `descendants` finds them."""
    libc = ctypes.CDLL(None)
    libc.prctl(_CHILD_SUBREAPER, 1, 0, 0, 0)
    try:
        yield
    finally:
        libc.prctl(_CHILD_SUBREAPER, 0, 0, 0, 0)


def descendants(ancestor: int | None = None) -> set[int]:
    """Return the ids of all living descendants; zombies do not count, and neither do commands of other test processes."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            with contextlib.suppress(OSError):
                state, parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
                if state != "Z" and WARM not in (entry / "cmdline").read_bytes():
                    parents[int(entry.name)] = int(parent)
    found, wave = set(), {ancestor or os.getpid()}
    while wave:
        wave = {pid for pid, parent in parents.items() if parent in wave} - found
        found |= wave
    return found


def settle(expected: int, seconds: float = 3.0) -> set[int]:
    """Wait until at most `expected` descendants are left, and return those that are left."""
    end = time.monotonic() + seconds
    while len(alive := descendants()) > expected and time.monotonic() < end:
        time.sleep(0.02)
    return alive
