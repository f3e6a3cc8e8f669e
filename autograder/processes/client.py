"""Starts a process that answers calls, calls it from any number of threads, and ends it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from multiprocessing.reduction import send_handle
from typing import Any

from autograder.processes.patience import Patience
from autograder.processes.service import Failure

START_SECONDS = 600.0
END_SECONDS = 15.0


class LostError(Exception):
    """The process ended, or took too long, before it answered a call."""


class Server:
    """A process that imports a module right away, and answers calls once `begin` has been called.

    Each call has a connection of its own for its duration, and the process serves each connection in a fork or a
    thread, so calls from several threads run side by side. The process ends with this one, even if this one is killed:
    it sees its connections close.

    Connections carry pickles, so both ends must be ours: no student code runs at either end, and what students sent
    travels only as strings and bytes inside of objects that we made.

    Parameters
    ----------
    module : str
        A module with a function ``start`` that returns a `Service`.
    environment : mapping of str to str, optional
        Added to this process's environment.
    """

    def __init__(self, module: str, environment: Mapping[str, str] | None = None) -> None:
        self._lock = threading.Lock()
        self._idle: list[Connection] = []
        self._called = False
        self._control, theirs = Pipe()
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-m", "autograder.processes.server", module, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=2,  # the command's own output stays free of prints
                env={**os.environ, **(environment or {})},
            )

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self.process.poll() is None

    def begin(self, *arguments: object) -> None:
        """Make the process call ``start`` of its module, without waiting."""
        try:
            self._control.send(arguments)
        except OSError:  # it has ended; the first call raises
            return

    def introduction(self) -> Any:
        """Wait for the service, once, and return its introduction; raise what ``start`` raised.

        Raises
        ------
        LostError
            The process ended before.
        """
        try:
            _wait(self._control, START_SECONDS)
            return _opened(self._control.recv())
        except (OSError, EOFError) as error:
            raise LostError("the process did not start") from error

    def call(self, request: object, seconds: float | None = None) -> Any:
        """Return the answer to a request; raise what answering it raised.

        Parameters
        ----------
        request : object
        seconds : float, optional
            How long to wait for the answer. Time in which this process cannot run does not count.

        Raises
        ------
        LostError
            No answer came. The call may be repeated as long as the process is `alive`.
        """
        connection = self._connection()
        try:
            connection.send(request)
            if seconds is not None:
                _wait(connection, seconds)
            reply = connection.recv()
        except (OSError, EOFError) as error:
            connection.close()
            raise LostError("the process ended, or took too long, before it answered") from error
        except BaseException:
            connection.close()
            raise
        self._idle.append(connection)
        return _opened(reply)

    def close(self) -> None:
        """End the process and wait until it is gone."""
        self.end()
        self.wait()

    def end(self, at_once: bool = False) -> None:
        """Tell the process to end; it finishes no call. Unless it is to end at once, it cleans up."""
        with self._lock:
            while self._idle:
                self._idle.pop().close()
            self._control.close()
        if at_once or not self._called:  # it may still be starting, for calls that will never come
            self.process.terminate()

    def wait(self) -> None:
        """Wait until the process is gone; kill it if that takes too long."""
        try:
            self.process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _connection(self) -> Connection:
        """Return a connection that no other call is using."""
        with self._lock:
            self._called = True
            if self._idle:
                return self._idle.pop()
            ours, theirs = Pipe()
            with theirs:
                try:
                    send_handle(self._control, theirs.fileno(), self.process.pid)
                except OSError as error:
                    ours.close()
                    self.wait()
                    raise LostError("the process has ended") from error
            return ours


def _wait(connection: Connection, seconds: float) -> None:
    """Wait until there is something to receive; raise TimeoutError if that takes too long."""
    patience = Patience(seconds)
    while not connection.poll(patience.slice()):
        pass


def _opened(reply: Any) -> Any:
    if isinstance(reply, Failure):
        raise reply.error
    return reply
