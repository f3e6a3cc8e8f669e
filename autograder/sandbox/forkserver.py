"""The grader's end of the zygote: start it, fork children, end them."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from dataclasses import asdict
from typing import Any

import msgpack

from autograder.errors import SandboxError
from autograder.model import Limits
from autograder.sandbox import filters, jail, libraries

START_SECONDS = 60.0
OUTER_DISK_MB = 512


class ForkServer:
    """A running zygote."""

    def __init__(self, level: str) -> None:
        self.level = level
        self._number = 0
        self._statuses: dict[int, int] = {}
        self._scratch = None if level in ("ns", "outer") else tempfile.mkdtemp(prefix="autograder-")
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control = ours
        settings = json.dumps(
            {
                "level": level,
                "home": self._scratch or jail.HOME,
                "uid": jail.NOBODY,
                "gid": jail.NOBODY,
                "readable": libraries.readable(),
                "filter": filters.student_filter().hex() if level != "none" else "",
            }
        )
        command = jail.python([str(theirs.fileno()), settings])
        environment = {**jail.ENVIRONMENT, "HOME": str(self._scratch), "MPLCONFIGDIR": str(self._scratch)}
        if level in ("ns", "outer"):
            command = jail.bubblewrap(command, level, disk_mb=4 if level == "ns" else OUTER_DISK_MB)
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the server
        self.process = subprocess.Popen(
            command,
            pass_fds=[theirs.fileno()],
            env={**environment, "IPYTHONDIR": environment["HOME"]},
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
        )
        theirs.close()
        self._control.settimeout(START_SECONDS)
        try:
            ready = msgpack.unpackb(self._control.recv(4096) or b"\xc0")
        except (OSError, ValueError):
            ready = None
        if not ready:
            text = self._said()
            self.close()
            raise SandboxError(f"the sandbox does not start at level {level}: {text or 'it said nothing'}")

    @property
    def alive(self) -> bool:
        return self.process.poll() is None

    def fork(self, limits: Limits) -> Child:
        """Fork a child.

        Raises
        ------
        SandboxError
            The zygote is gone.
        """
        ours, theirs = socket.socketpair()
        self._number += 1
        request = msgpack.packb({"fork": self._number, "limits": asdict(limits)})
        try:
            socket.send_fds(self._control, [request], [theirs.fileno()])
        except OSError as error:
            ours.close()
            raise SandboxError("the sandbox's server is gone") from error
        finally:
            theirs.close()
        return Child(self, self._number, ours)

    def end(self, number: int) -> int | None:
        """Kill a child if it still runs and wait until it is gone; return its exit status."""
        deadline = time.monotonic() + 10
        try:
            if number not in self._statuses:
                self._control.send(msgpack.packb({"kill": number}))
            while number not in self._statuses:
                self._event(deadline)
        except OSError:
            return None
        return self._statuses[number]

    def cpu_seconds(self, number: int) -> float:
        """Return the processor time that a child has used; 0 if it is gone."""
        deadline = time.monotonic() + 10
        try:
            self._control.send(msgpack.packb({"cpu": number}))
            while True:
                event = self._event(deadline)
                if event.get("cpu") == number:
                    return float(event["seconds"])
        except OSError:
            return 0.0

    def _event(self, deadline: float) -> dict[str, Any]:
        """Receive what the zygote says, and remember which children have ended."""
        self._control.settimeout(max(0.001, deadline - time.monotonic()))
        data = self._control.recv(4096)
        if not data:
            raise ConnectionError("the sandbox's server is gone")
        event: dict[str, Any] = msgpack.unpackb(data)
        if "ended" in event:
            self._statuses[event["ended"]] = event["status"]
        return event

    def close(self) -> None:
        """End the zygote and all of its children."""
        self._control.close()
        try:
            self.process.wait(2)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
        self._log.close()
        if self._scratch:
            shutil.rmtree(self._scratch, ignore_errors=True)

    def _said(self) -> str:
        self._log.seek(0, os.SEEK_END)
        self._log.seek(max(0, self._log.tell() - 2000))
        return self._log.read().decode(errors="replace").strip()


class Child:
    """One forked child and the socket to it."""

    def __init__(self, server: ForkServer, number: int, stream: socket.socket) -> None:
        self.server, self.number, self.stream = server, number, stream

    def cpu_seconds(self) -> float:
        return self.server.cpu_seconds(self.number)

    def end(self) -> int | None:
        self.stream.close()
        return self.server.end(self.number)
