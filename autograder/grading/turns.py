"""Submissions run side by side, but one that the machine disturbed runs alone.

Locks on two files of this package hold for all processes of this machine that grade with it, and leave nothing behind.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from autograder.processes.patience import LOOK_SECONDS, Patience

_GATE, _FLOOR = str(Path(__file__)), str(Path(__file__).with_name("__init__.py"))
"""All pass the gate to get to the floor. Who wants to be alone keeps the gate shut, so that the floor empties."""
PATIENCE_SECONDS = 600.0
"""How long to wait for others. After that, a submission runs at the same time as they do."""


@contextmanager
def together() -> Iterator[None]:
    """Run at the same time as others, but not while one of them is `alone`."""
    with _lock(_GATE, fcntl.LOCK_SH) as gate, _lock(_FLOOR, fcntl.LOCK_SH):
        os.close(gate.pop())
        yield


@contextmanager
def alone() -> Iterator[None]:
    """Run when no other submission does. Not within `together`."""
    with _lock(_GATE, fcntl.LOCK_EX), _lock(_FLOOR, fcntl.LOCK_EX):
        yield


@contextmanager
def _lock(path: str, kind: int) -> Iterator[list[int]]:
    """Lock a file; closing the descriptor in the list unlocks it early."""
    held = [os.open(path, os.O_RDONLY | os.O_CLOEXEC)]
    try:
        patience = Patience(PATIENCE_SECONDS)
        with suppress(OSError):  # some network file systems have no locks
            while patience.left():
                try:
                    fcntl.flock(held[0], kind | fcntl.LOCK_NB)
                except BlockingIOError:
                    time.sleep(LOOK_SECONDS / 10)
                    continue
                break
        yield held
    finally:
        for descriptor in held:
            os.close(descriptor)
