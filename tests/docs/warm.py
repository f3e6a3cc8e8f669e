"""Commands without the wait for what they import: a process that has it all forks once for each command.

The scripts that stand in for `autograder` and `nbgrader` hand over their words, folder, environment and files, and end as the
command does. What a command starts is as real as ever.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

from tests.classroom import ROOT

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
    """`autograder` and `nbgrader` in a folder of their own, for the front of a PATH."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder, address = folder, str(folder / "socket")
        for name in ("autograder", "nbgrader"):
            (folder / name).write_text(_CLIENT.format(python=sys.executable, address=address))
            (folder / name).chmod(0o755)
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}
        self._server = subprocess.Popen([sys.executable, "-m", __name__, address], cwd=ROOT, env=environment)
        while not Path(address).exists():
            assert self._server.poll() is None
            time.sleep(0.02)

    def close(self) -> None:
        self._server.terminate()
        self._server.wait(20)


def serve(address: str) -> None:
    """Serve one command after the other, until somebody ends this process, or who started it is gone."""
    parent = os.getppid()
    import nbgrader.apps.nbgraderapp
    import nbgrader.server_extensions.formgrader.base  # noqa: F401

    import autograder.check
    import autograder.cli
    import autograder.cohort.run
    import autograder.exports
    import autograder.feedback
    import autograder.preprocessors
    import autograder.report.class_page  # noqa: F401

    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})  # a class of two needs no worker on every core
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
                size, files, _, _ = socket.recv_fds(client, 8, 3)
                message = b""
                while len(message) < int.from_bytes(size, "big"):
                    message += client.recv(65_536)
                if (child := os.fork()) == 0:
                    listening.close()
                    client.close()
                    os._exit(_command(*json.loads(message), files))
                for file in files:
                    os.close(file)
                _, status = os.waitpid(child, 0)
                client.sendall(bytes([os.waitstatus_to_exitcode(status) % 256]))


def _command(words: list[str], folder: str, environment: dict[str, str], files: list[int]) -> int:
    """Be the command."""
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = words
    try:
        if words[0] == "autograder":
            from autograder.cli import run as main
        else:
            from nbgrader.apps.nbgraderapp import main
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
