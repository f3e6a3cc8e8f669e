"""Measures a command with all processes that it starts, including orphans and those in namespaces."""

from __future__ import annotations

import ctypes
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

BIN = Path(sys.executable).parent
TICK = os.sysconf("SC_CLK_TCK")
LOOK_SECONDS = 0.02
_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True)
class Usage:
    """What a command used.

    Attributes
    ----------
    wall, cpu : float
        Wall time and processor time of all its processes, in seconds.
    memory : float
        Peak memory of the first process, in megabytes.
    noticed : float
        Seconds until the watched event occurred; NaN if it never did.
    """

    wall: float
    cpu: float
    memory: float
    noticed: float


class CommandError(Exception):
    """A measured command failed."""


def measure(
    command: Sequence[str | Path],
    cwd: Path | None = None,
    accepted: Sequence[int] = (0,),
    watch: Callable[[], bool] = lambda: False,
    **environment: str,
) -> Usage:
    """Run a command to its end and return what it used.

    The kernel adds a process's time to the parent that waits for it. This process adopts orphaned processes and waits
    for them, so that none is missed, in any namespace.

    Raises
    ------
    CommandError
        Its exit code is not an accepted one.
    """
    ctypes.CDLL(None, use_errno=True).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    before, start = _children(), time.perf_counter()
    with open("/dev/null", "wb") as nowhere:
        process = subprocess.Popen(
            [str(part) for part in command], cwd=cwd, stdout=nowhere, stderr=subprocess.PIPE, env=environ(environment)
        )
        memory, noticed = 0.0, float("nan")
        assert process.stderr is not None
        os.set_blocking(process.stderr.fileno(), False)
        said = b""
        while process.poll() is None:
            memory = max(memory, _peak(process.pid))
            if noticed != noticed and watch():
                noticed = time.perf_counter() - start
            said = (said + (process.stderr.read() or b""))[-2000:]
            time.sleep(LOOK_SECONDS)
        wall = time.perf_counter() - start
        said = (said + (process.stderr.read() or b""))[-2000:]
    with suppress(ChildProcessError):
        while True:
            os.wait()
    if process.returncode not in accepted:
        raise CommandError(
            f"{' '.join(map(str, command))} ended with {process.returncode}: {said.decode(errors='replace')}"
        )
    return Usage(wall, _children() - before, memory, noticed)


def environ(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return an environment with this Python's commands and without the settings of other courses."""
    return {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "COLUMNS": "100", **(more or {})}


def seconds_below() -> float:
    """Return the processor seconds of all descendants, including ended ones, to 10 ms each."""
    parents, seconds = {}, {}
    for entry in Path("/proc").iterdir():
        with suppress(OSError, ValueError):
            pid = int(entry.name)
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
            parents[pid] = int(fields[1])
            seconds[pid] = sum(int(field) for field in fields[11:15]) / TICK
    ours = {os.getpid()}
    while more := {pid for pid, parent in parents.items() if parent in ours} - ours:
        ours |= more
    return _children() + sum(seconds[pid] for pid in ours - {os.getpid()})


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _peak(pid: int) -> float:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return 0.0
