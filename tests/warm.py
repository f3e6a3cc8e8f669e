"""Commands that start at once: a process that has imported everything forks for each of them.

Scripts in place of the commands send their arguments, folder, environment and streams to that process, and exit as the
command exits. The processes that answer the command's calls (`autograder.processes`) are forked as well, and sandboxes
are clones. Tests that kill a command, or run another installation, start the real one.
"""

from __future__ import annotations

import contextlib
import fcntl
import functools
import json
import multiprocessing
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from types import SimpleNamespace
from typing import IO

from tests.classroom import ROOT

BIN = Path(sys.executable).parent

_NAMES = ("autograder", "nbgrader", "alembic", "formgrader-api")
"""nbgrader calls `alembic` for a new gradebook; the last one is what formgrader's buttons call."""
_CLIENT = """#!{python} -IS
import json, os, socket, sys
with socket.socket(socket.AF_UNIX) as server:
    server.connect({address!r})
    words = [os.path.basename(sys.argv[0]), *sys.argv[1:]]
    message = json.dumps([words, os.getcwd(), dict(os.environ)]).encode()
    socket.send_fds(server, [len(message).to_bytes(8, "big")], [0, 1, 2])
    server.sendall(message)
    code = server.recv(1)
sys.exit(code[0] if code else 70)
"""


class WarmCommands:
    """`autograder`, `nbgrader` and `alembic` in a folder that can be put first on a PATH.

    Parameters
    ----------
    folder : Path
        Where the commands are put.
    wrap : list of str
        What the process is started with, for instance to become another user, who may write to the folder.
    environment : dict of str to str, optional
        What the process is started with; this process's own by default.
    users : Path, optional
        A file that all users of the commands have locked. By default only the process that starts them uses them.
    """

    def __init__(
        self,
        folder: Path,
        wrap: Sequence[str] = (),
        environment: dict[str, str] | None = None,
        users: Path | None = None,
    ) -> None:
        folder.mkdir(exist_ok=True)
        self.folder, address = folder, str(folder / "socket")
        for name in _NAMES:
            (folder / name).write_text(_CLIENT.format(python=sys.executable, address=address))
            (folder / name).chmod(0o755)
        wide = {"COLUMNS": "200"}  # consoles are made, and measure their width, when they are imported
        environment = {**(environment or os.environ), "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1", **wide}
        command = [*wrap, sys.executable, "-m", __name__, address, *([str(users)] if users else [])]
        self._server = subprocess.Popen(command, cwd=ROOT, env=environment)
        while not Path(address).exists():
            assert self._server.poll() is None
            time.sleep(0.02)

    def close(self) -> None:
        self._server.terminate()
        self._server.wait(20)


@functools.cache
def commands() -> Path:
    """Return the folder of the commands, which all processes of a test run share.

    The first process that needs them starts them; they end after the last one.
    """
    place = Path(tempfile.gettempdir()) / f"warm-{os.environ.get('PYTEST_XDIST_TESTRUNUID', os.getpid())}"
    while True:
        place.mkdir(mode=0o700, exist_ok=True)
        with (place / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not _is_current(lock, place):
                continue
            _KEPT.append((place / "users").open("w"))
            fcntl.flock(_KEPT[0], fcntl.LOCK_SH)
            if not (place / "bin" / "socket").exists():
                _KEPT.append(WarmCommands(place / "bin", users=place / "users"))
            return place / "bin"


_KEPT: list[object] = []
"""The lock of `users`, which ends with this process."""


def _is_current(lock: IO[str], place: Path) -> bool:
    """Whether a locked file is still that of the folder, which may have been removed in the meantime."""
    with contextlib.suppress(FileNotFoundError):
        return os.path.samestat(os.fstat(lock.fileno()), (place / "lock").stat())
    return False


def _is_left(users: Path) -> bool:
    """Whether all users of the commands have ended; their folder is removed then."""
    with (users.parent / "lock").open("w") as lock, users.open("w") as last:
        try:
            for file in (lock, last):
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        shutil.rmtree(users.parent)
        return True


def serve(address: str, users: str = "") -> None:
    """Fork for each command, until this process is terminated or nobody uses the commands."""
    parent = os.getppid()
    import alembic.config
    import nbgrader.apps.nbgraderapp
    import nbgrader.server_extensions.formgrader.base

    import autograder.batch.run
    import autograder.batch.worker_process
    import autograder.cli
    import autograder.grading.judge.server
    import autograder.nbgrader.exports
    import autograder.nbgrader.feedback
    import autograder.nbgrader.preprocessors
    import autograder.processes.client
    import autograder.processes.server
    import autograder.release_check.check
    import autograder.reports.class_page
    from autograder.model.errors import SandboxError
    from tests import templates

    autograder.assignments.load("rnn")  # judges need it
    with contextlib.suppress(SandboxError):  # the commands report it
        _Forked.kept = templates.prepare()
    mains = {
        "autograder": autograder.cli.run,
        "nbgrader": nbgrader.apps.nbgraderapp.main,
        "alembic": alembic.config.main,
        "formgrader-api": _formgrader_api,
    }
    os.sched_getaffinity = lambda _: {0}  # a class of two needs no worker on every core
    autograder.processes.client.subprocess = SimpleNamespace(
        Popen=_Forked, DEVNULL=subprocess.DEVNULL, TimeoutExpired=subprocess.TimeoutExpired
    )
    subprocess.Popen = _Popen
    _Popen.folder = Path(address).parent
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(f"{address}.tmp")
        listening.listen()
        listening.settimeout(1)
        os.rename(f"{address}.tmp", address)
        while not _is_left(Path(users)) if users else os.getppid() == parent:
            try:
                client, _ = listening.accept()
            except TimeoutError:
                continue
            with client:
                words, folder, environment, files = _received(client)
                if os.fork() == 0:
                    listening.close()
                    code = _command(mains[words[0]], words, folder, environment, files)
                    with contextlib.suppress(OSError):  # the client is gone
                        client.sendall(bytes([code % 256]))
                    os._exit(0)
                for file in files:
                    os.close(file)
            with contextlib.suppress(ChildProcessError):
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass


def _formgrader_api() -> None:
    """Call a method as formgrader's buttons do: `formgrader-api METHOD ARGUMENT...` in the folder of a course."""
    from nbgrader.apps import NbGraderAPI
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config.loader import PyFileConfigLoader

    config = PyFileConfigLoader("nbgrader_config.py", path=".").load_config()
    api = NbGraderAPI(CourseDirectory(config=config), config=config)
    method, *arguments = sys.argv[1:]
    result = getattr(api, method)(*arguments)
    sys.exit(0 if result["success"] else result.get("error", "") + result.get("log", ""))


class _Popen(subprocess.Popen):
    """Starts `python -m nbgrader` as a command that is forked."""

    folder: Path

    def __init__(self, arguments: list[str], **options: object) -> None:
        if isinstance(arguments, list) and arguments[:3] == [sys.executable, "-m", "nbgrader"]:
            arguments = [self.folder / "nbgrader", *arguments[3:]]
        super().__init__(arguments, **options)


class _Forked:
    """Takes the place of `subprocess.Popen` in `autograder.processes`: forks a process that serves calls."""

    kept: Sequence[int] = ()
    """Descriptors that all forks share."""

    def __init__(self, arguments: list[str], pass_fds: list[int], env: dict[str, str], **_: object) -> None:
        self._process = multiprocessing.get_context("fork").Process(
            target=_serve_calls, args=(arguments[-2], *pass_fds, env)
        )
        self._process.start()
        self.pid = self._process.pid

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, seconds: float | None = None) -> int | None:
        self._process.join(seconds)
        if seconds is not None and self.poll() is None:
            raise subprocess.TimeoutExpired("a forked process", seconds)
        return self.poll()

    def terminate(self) -> None:
        self._process.terminate()

    def kill(self) -> None:
        self._process.kill()


def _serve_calls(module: str, connection: int, environment: dict[str, str]) -> None:
    from autograder.processes import server

    for descriptor in {int(name) for name in os.listdir("/proc/self/fd")} - {0, 1, 2, connection, *_Forked.kept}:
        with contextlib.suppress(OSError):  # connections that stay open here would keep other processes alive
            os.close(descriptor)
    os.dup2(2, 1)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.environ.update(environment)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    server.main(module, Connection(connection))
    sys.stdout.flush()
    os._exit(0)


def _received(client: socket.socket) -> tuple[list[str], str, dict[str, str], list[int]]:
    client.settimeout(20)
    size, files, _, _ = socket.recv_fds(client, 8, 3)
    message = b""
    while len(message) < int.from_bytes(size, "big"):
        message += client.recv(65_536)
    words, folder, environment = json.loads(message)
    return words, folder, environment, files


def _command(
    main: Callable[[], object], words: list[str], folder: str, environment: dict[str, str], files: list[int]
) -> int:
    """Run a command in this process and return its exit code."""
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = words
    start = sys.modules["__main__"]  # what is spawned begins as the command has begun
    start.__spec__, start.__file__ = None, str(BIN / words[0])
    try:
        main()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        sys.excepthook(*sys.exc_info())
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    return code


if __name__ == "__main__":
    serve(*sys.argv[1:])
