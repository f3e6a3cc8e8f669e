"""Self-test of a sandbox: a real child tries the escape attempts."""

from __future__ import annotations

import contextlib
import os
import socket
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from autograder.model import Answer, Limits, Probe, Raised, Returned, Stop, Stopped
from autograder.model.errors import SandboxError
from autograder.sandbox import libraries
from autograder.sandbox.environment import versions
from autograder.sandbox.forkserver import ForkServer
from autograder.sandbox.step_runner import StepRunner
from autograder.sandbox.steps import Ask, AskResult, Budget, Cell, CellResult, SandboxReport

ATTEMPTS = (
    *("network", "read-outside", "write-outside", "stat-outside", "import-autograder", "environment", "proc"),
    *("new-process", "signal", "ptrace", "mount", "namespaces", "kernel-surface", "memory", "threads", "disk", "exec"),
)
"""The functions in `escape_attempts`, with hyphens instead of underscores."""
_SOURCE = Path(__file__).with_name("escape_attempts.py")
_PACKAGE = Path(__file__).parent.parent
_LIMITS = Limits(seconds=20, cpu_seconds=20, memory_mb=128, disk_mb=4, processes=16)
_CONTENT, _MODE = "something", 0o666
_BLOCKED_BY_LIMIT = (Stop.MEMORY, Stop.OUTPUT)


def measure(server: ForkServer) -> SandboxReport:
    """Run every escape attempt in a child of the server and report which ones were blocked.

    Raises
    ------
    SandboxError
        The child did not run, so this sandbox does not work on this machine.
    """
    with _targets() as target:
        cell = Cell("self-test", _SOURCE.read_text(encoding="utf-8"))
        # One question for each attempt: if one ends its child, the rest run in a fresh child.
        asks = [Ask(name, (Probe(name.replace("-", "_"), (target,)),)) for name in ATTEMPTS]
        runner = StepRunner([cell, *asks], _LIMITS, Budget(60), seed=0)
        while not runner.done:
            child = server.fork(runner.child_limits())
            try:
                alive = runner.run_in(child)
            finally:
                child.end()
            if not alive:
                raise SandboxError("sandbox child failed to apply its restrictions")
        changed = {"write-outside"} if _changed(Path(target["folder"])) else set()  # the child may lie
    ran, *results = runner.results
    if not isinstance(ran, CellResult) or ran.raised or ran.stopped:
        raise SandboxError(f"the self-test's code did not run ({ran})")
    blocked = {
        name
        for name, result in zip(ATTEMPTS, results, strict=True)
        if isinstance(result, AskResult) and _was_blocked(result.answers[0])
    } - changed
    return SandboxReport(
        server.jail.level,
        tuple(name for name in ATTEMPTS if name in blocked),
        tuple(name for name in ATTEMPTS if name not in blocked),
        tuple(versions(server.jail.course.names).items()),
    )


def _changed(folder: Path) -> bool:
    """Whether the files that the attempts aim at were changed."""
    victim = folder / "victim"
    intact = {path.name for path in folder.iterdir()} == {"file", "victim", "socket"}
    return not intact or victim.read_text() != _CONTENT or stat.S_IMODE(victim.stat().st_mode) != _MODE


def _was_blocked(answer: Answer) -> bool:
    """Whether an attempt is known to have failed. A child that died may have become another program."""
    match answer:
        case Returned(value=False) | Raised():
            return True
        case Stopped(why=why):
            return why in _BLOCKED_BY_LIMIT
    return False


@contextlib.contextmanager
def _targets() -> Iterator[dict[str, Any]]:
    """Set up files, sockets and a variable that the attempts could reach if nothing blocked them."""
    variable = "AUTOGRADER_SELF_TEST"
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="autograder-selftest-"))
        Path(folder).chmod(0o777)
        file, victim = Path(folder, "file"), Path(folder, "victim")
        for each in (file, victim):
            each.write_text(_CONTENT)
            each.chmod(_MODE)
        web, named, abstract = (
            stack.enter_context(socket.socket(family, kind))
            for family, kind in (
                (socket.AF_INET, socket.SOCK_STREAM),
                (socket.AF_UNIX, socket.SOCK_DGRAM),
                (socket.AF_UNIX, socket.SOCK_DGRAM),
            )
        )
        web.bind(("127.0.0.1", 0))
        web.listen()
        named.bind(f"{folder}/socket")
        Path(folder, "socket").chmod(0o777)
        abstract.bind(f"\0{Path(folder).name}")
        os.environ[variable] = "1"
        stack.callback(os.environ.pop, variable)
        view = libraries.visible_files()
        yield {
            "folder": folder,
            "file": str(file),
            "victim": str(victim),
            "library": next(path for path in view.sys_path if os.path.isfile(f"{path}/os.py")) + "/os.py",
            "installed": str(_PACKAGE.parent),
            "source": str(_PACKAGE / "model" / "errors.py"),
            "program": view.interpreter,
            "pid": os.getpid(),
            "port": web.getsockname()[1],
            "socket": f"{folder}/socket",
            "abstract": Path(folder).name,
            "variable": variable,
            "memory": _LIMITS.memory_mb << 20,
            "threads": _LIMITS.processes,
            "disk": _LIMITS.disk_mb << 20,
        }
