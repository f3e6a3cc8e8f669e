"""Say what is missing when code tries to start another process.

The seccomp filter denies that whatever happens here. But its error is that of a missing system call, or of a missing
file, and tells students nothing.
"""

from __future__ import annotations

import _multiprocessing  # type: ignore[import-not-found]
import _posixsubprocess
import errno
import os
import subprocess
from typing import Any, NoReturn


class NoProcessError(OSError):
    """Code tried to start another process or program."""


def explain() -> None:
    """Make Python's own functions raise `NoProcessError`. Libraries fall back on threads as they do for any OSError."""
    for name in ("fork", "forkpty", "posix_spawn", "posix_spawnp", "system"):
        setattr(os, name, _refuse)
    _posixsubprocess.fork_exec = subprocess._fork_exec = _refuse  # type: ignore[attr-defined]
    _multiprocessing.SemLock = _SemLock


def _refuse(*_: object, **__: object) -> NoReturn:
    raise NoProcessError(errno.ENOSYS, "no other process can be started during grading; use a loop, or threads")


class _SemLock(_multiprocessing.SemLock):
    """What every lock, queue and pool of `multiprocessing` needs first."""

    def __new__(cls, *_: Any, **__: Any) -> _SemLock:
        _refuse()
