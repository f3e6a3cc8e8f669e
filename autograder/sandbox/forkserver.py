"""The grader's end of the zygote: start it, fork children, end them."""

from __future__ import annotations

import contextlib
import itertools
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

import msgpack

from autograder.model import Limits
from autograder.model.errors import SandboxError
from autograder.sandbox import font_cache, jail, seccomp
from autograder.sandbox.inside import home_folders
from autograder.sandbox.inside.frames import MAX_CONTROL

_T = TypeVar("_T")
START_SECONDS = 60.0
ANSWER_SECONDS = 10.0


@dataclass(frozen=True)
class Usage:
    """What a child has used: processor time in all its threads; disk, where no file system of its own bounds it."""

    cpu_seconds: float
    disk_bytes: int


class ForkServer:
    """A zygote, from its start to its end. It takes a while until it is ready; then threads may share it.

    Parameters
    ----------
    where : Jail
    warm : bool
        Whether it uses every library once before it is ready: it pays from the second submission on.
    """

    def __init__(self, where: jail.Jail, warm: bool = True) -> None:
        self.jail, self.warm = where, warm
        command, settings = where.command(), msgpack.packb({**_settings(where), "warm": warm})
        self._numbers = itertools.count(1)
        self._listening = threading.Lock()
        self._statuses: dict[int, int] = {}
        self._usages: dict[int, Usage] = {}
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the server
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._scratch = ""
        self._control.send(settings)
        with theirs:
            self._process = subprocess.Popen(
                [*command, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                env=jail.ENVIRONMENT if where.has_own_root else {**jail.ENVIRONMENT, "HOME": "/nonexistent"},
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=self._log,
                stderr=self._log,
                start_new_session=True,  # an interrupt on the terminal is the grader's to handle
                **where.identity(),
            )

    def wait_until_ready(self) -> None:
        """Return when it can fork.

        Raises
        ------
        SandboxError
            It does not start in this jail; it is closed.
        """
        try:
            ready = self._event(time.monotonic() + START_SECONDS)
            self._scratch = ready["scratch"]
            if ready["fonts"]:
                font_cache.keep(self.jail, ready["fonts"])
        except (OSError, KeyError, ValueError):
            said = self._said()
            self.close()
            raise SandboxError(said or "the sandbox's server ended without a word") from None

    def precompile(self, cells: Iterable[str]) -> None:
        """Have cells compiled that many programs are going to have. That saves time, and changes nothing else."""
        with contextlib.suppress(OSError):
            for cell in cells:
                message = msgpack.packb({"precompile": cell.encode("utf-8", "replace").decode()})
                if len(message) < MAX_CONTROL // 4:
                    self._control.send(message)

    def fork(self, limits: Limits) -> Child:
        """Fork a child.

        Raises
        ------
        SandboxError
            The zygote is gone.
        """
        ours, theirs = socket.socketpair()
        number = next(self._numbers)
        try:
            with theirs:
                request = msgpack.packb({"fork": number, "limits": asdict(limits)})
                socket.send_fds(self._control, [request], [theirs.fileno()])
        except OSError as error:
            ours.close()
            raise SandboxError("the sandbox's server is gone") from error
        return Child(self, number, ours)

    def close(self) -> None:
        """End the zygote and all of its children, and remove their files."""
        with contextlib.suppress(OSError):
            self._control.shutdown(socket.SHUT_RDWR)  # whoever listens hears the end, and lets go of the line
        with self._listening:
            self._control.close()
        try:
            self._process.wait(ANSWER_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._log.close()
        if self._scratch:
            home_folders.remove(self._scratch)  # where the zygote was killed it could not do it

    def end(self, number: int) -> int | None:
        """Kill a child if it still runs, wait until it is gone, and return its exit status; None if nobody knows."""
        try:
            if number not in self._statuses:
                self._control.send(msgpack.packb({"kill": number}))
            return self._answer(self._statuses, number)
        except OSError:
            return None

    def usage(self, number: int) -> Usage:
        """Return what a child has used; nothing if it is gone."""
        try:
            self._control.send(msgpack.packb({"usage": number}))
            return self._answer(self._usages, number)
        except OSError:
            return Usage(0.0, 0)

    def _answer(self, answers: dict[int, _T], number: int) -> _T:
        """Wait until there is an answer for a child. Whoever listens notes down the answers for others, too."""
        deadline = time.monotonic() + ANSWER_SECONDS
        with self._listening:
            while number not in answers:
                self._event(deadline)
        return answers.pop(number)

    def _event(self, deadline: float) -> dict[str, Any]:
        """Receive what the zygote says, and note it down."""
        self._control.settimeout(max(0.001, deadline - time.monotonic()))
        data = self._control.recv(MAX_CONTROL)
        if not data:
            raise ConnectionError("the sandbox's server is gone")
        event: dict[str, Any] = msgpack.unpackb(data)
        if "ended" in event:
            self._statuses[event["ended"]] = event["status"]
        if "usage" in event:
            self._usages[event["usage"]] = Usage(event["cpu_seconds"], event["disk_bytes"])
        return event

    def _said(self) -> str:
        """Return the last line that the zygote, or bubblewrap, wrote before it ended."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(1.0)
        self._log.seek(0)
        lines = self._log.read()[-4000:].decode(errors="replace").strip().splitlines()
        return lines[-1] if lines else ""


class Child:
    """A forked child and the socket to it."""

    def __init__(self, server: ForkServer, number: int, stream: socket.socket) -> None:
        self.stream = stream
        self._server, self._number = server, number
        self._ended = False
        self._status: int | None = None

    def usage(self) -> Usage:
        return self._server.usage(self._number)

    def end(self) -> int | None:
        """End the child, if it has not ended; return its exit status, or None if the zygote is gone."""
        if not self._ended:
            self.stream.close()
            self._ended, self._status = True, self._server.end(self._number)
        return self._status


def _settings(where: jail.Jail) -> dict[str, Any]:
    """Return what the zygote has to know; nothing of it is secret, a student can read its memory."""
    try:
        program = seccomp.student_filter()
    except SandboxError:
        if where.level != jail.NONE:
            raise
        program = b""
    return {
        "level": where.level,
        "home": jail.HOME,
        "uid": jail.NOBODY,
        "readable": where.readable(),
        "filter": program,
        "fonts": font_cache.known(where),
    }
