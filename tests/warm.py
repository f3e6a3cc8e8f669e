"""Commands without the wait for what they import: a process that has it all forks once for each command.

The scripts that stand in for the commands hand over their words, folder, environment and files, and end as the command
does. What a command starts is as real as ever. Where a command itself is killed, or runs in an installation of its own,
the tests start the real one.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.classroom import ROOT

BIN = Path(sys.executable).parent

_NAMES = ("autograder", "nbgrader", "alembic")
"""The last one is what nbgrader marks a new gradebook with."""
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
    """`autograder`, `nbgrader` and `alembic` in a folder of their own, for the front of a PATH."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder, address = folder, str(folder / "socket")
        for name in _NAMES:
            (folder / name).write_text(_CLIENT.format(python=sys.executable, address=address))
            (folder / name).chmod(0o755)
        wide = {"COLUMNS": "200"}  # consoles are made, and measure their width, when they are imported
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1", **wide}
        self._server = subprocess.Popen([sys.executable, "-m", __name__, address], cwd=ROOT, env=environment)
        while not Path(address).exists():
            assert self._server.poll() is None
            time.sleep(0.02)

    def close(self) -> None:
        self._server.terminate()
        self._server.wait(20)


@functools.cache
def commands() -> Path:
    """Return the folder of the commands that all tests of this process share."""
    place = tempfile.TemporaryDirectory(prefix="warm-")
    shared = WarmCommands(Path(place.name) / "bin")
    atexit.register(lambda: (shared.close(), place.cleanup()))
    return shared.folder


def serve(address: str) -> None:
    """Start one command after the other, until somebody ends this process, or who started it is gone."""
    parent = os.getppid()
    import alembic.config
    import nbgrader.apps.nbgraderapp
    import nbgrader.server_extensions.formgrader.base

    import autograder.batch.run
    import autograder.cli
    import autograder.nbgrader.exports
    import autograder.nbgrader.feedback
    import autograder.nbgrader.preprocessors
    import autograder.release_check.check
    import autograder.reports.class_page

    mains = {
        "autograder": autograder.cli.run,
        "nbgrader": nbgrader.apps.nbgraderapp.main,
        "alembic": alembic.config.main,
    }
    os.sched_getaffinity = lambda _: {0}  # a class of two needs no worker on every core
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(f"{address}.tmp")
        listening.listen()
        listening.settimeout(5)
        os.rename(f"{address}.tmp", address)
        while os.getppid() == parent:
            try:
                client, _ = listening.accept()
            except TimeoutError:
                continue
            with client:
                words, folder, environment, files = _received(client)
                if os.fork() == 0:
                    listening.close()
                    code = _command(mains[words[0]], words, folder, environment, files)
                    with contextlib.suppress(OSError):  # nobody waits for it any more
                        client.sendall(bytes([code % 256]))
                    os._exit(0)
                for file in files:
                    os.close(file)
            with contextlib.suppress(ChildProcessError):
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass


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
    """Be the command."""
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
    serve(sys.argv[1])
