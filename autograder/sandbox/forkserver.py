"""The grader's side of the fork server: start the zygote, fork children, end them."""

from __future__ import annotations

import contextlib
import itertools
import socket
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

import msgpack

from autograder.model import Limits
from autograder.model.errors import CourseError, SandboxError
from autograder.model.setup import CourseFiles
from autograder.processes.patience import Patience
from autograder.sandbox import font_cache, seccomp
from autograder.sandbox.environment import library_modules
from autograder.sandbox.inside import home_folders
from autograder.sandbox.inside.frames import MAX_CONTROL
from autograder.sandbox.inside.usage import Threads
from autograder.sandbox.jail import COURSE, ENVIRONMENT, HOME, NOBODY, NONE, Jail
from autograder.text import printable

_T = TypeVar("_T")
START_SECONDS, ANSWER_SECONDS = 300.0, 60.0
"""How long to wait for the zygote: far longer than it takes on a machine that is busy."""
_PART = MAX_CONTROL // 2


@dataclass(frozen=True)
class Usage:
    """What a child has used.

    Attributes
    ----------
    cpu_seconds : float
        Processor time of all threads.
    threads : Threads
        What the threads do.
    disk_bytes : int
        Size of its files; 0 at the level ``ns``, where its own file system limits it.
    """

    cpu_seconds: float
    threads: Threads
    disk_bytes: int


class ForkServer:
    """A running zygote. Call `wait_until_ready` before `fork`; then threads may share it.

    Parameters
    ----------
    jail : Jail
        How to start it.
    warm : bool
        Use every library once before the first fork. The start takes longer, every child is faster; this pays off from
        the second submission on.
    origin : ForkServer, optional
        Clone this one, which shares its libraries, instead of starting an interpreter. The clone ends with its origin.

    Raises
    ------
    SandboxError
        The jail needs something that this machine lacks.
    """

    def __init__(self, jail: Jail, warm: bool = True, origin: ForkServer | None = None) -> None:
        self.jail, self.warm = jail, warm
        connect = origin._clone if origin is not None else self._starter()
        self._numbers = itertools.count(1)
        self._listening = threading.Lock()
        self._statuses: dict[int, tuple[int, float]] = {}
        self._usages: dict[int, Usage] = {}
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the server
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._home_folders = ""
        with theirs:
            self._process = connect(self._control, theirs)

    def _starter(self) -> Callable[[socket.socket, socket.socket], subprocess.Popen[bytes]]:
        """Return what starts the zygote; an error that needs no process is raised at once."""
        jail = self.jail
        command, settings = jail.command(), msgpack.packb({**_settings(jail), "warm": self.warm})

        def start(control: socket.socket, theirs: socket.socket) -> subprocess.Popen[bytes]:
            control.send(settings)
            return subprocess.Popen(
                [*command, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                env=ENVIRONMENT if jail.has_own_root else {**ENVIRONMENT, "HOME": "/nonexistent"},
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=self._log,
                stderr=self._log,
                start_new_session=True,  # Ctrl-C on the terminal must reach the grader only
                **jail.identity(),
            )

        return start

    def _clone(self, _: socket.socket, theirs: socket.socket) -> None:
        socket.send_fds(self._control, [msgpack.packb({"clone": True})], [theirs.fileno()])

    def wait_until_ready(self) -> None:
        """Wait until the zygote can fork.

        Raises
        ------
        SandboxError
            The zygote did not start; the server is closed. The message is the last line that it wrote.
        CourseError
            A library of the course cannot be imported; the server is closed.
        """
        try:
            ready = self._event(Patience(START_SECONDS))
            self._home_folders = ready["home_folders"]
            if ready["fonts"]:
                font_cache.save(self.jail, ready["fonts"])
            problem = str(ready["problem"])
        except (OSError, KeyError, ValueError):
            message = self._last_line()
            self.close()
            raise SandboxError(message or "the fork server exited without an error message") from None
        if problem:
            self.close()
            raise CourseError(f"c.Autograder.libraries: {printable(problem, 500)}")

    def precompile(self, cells: Iterable[str]) -> None:
        """Compile cells in the zygote. This only saves time; cells that are too long for a message are skipped."""
        with contextlib.suppress(OSError):
            for cell in cells:
                message = msgpack.packb({"precompile": cell.encode("utf-8", "replace").decode()})
                if len(message) < MAX_CONTROL // 4:
                    self._control.send(message)

    def provide(self, files: CourseFiles) -> None:
        """Copy the files that a course releases into the fork server, for children that are forked with their key."""
        for file in files.released:
            content = files.read(file)
            for start in range(0, max(1, len(content)), _PART):
                part = content[start : start + _PART]
                with contextlib.suppress(OSError):  # the next fork reports a server that has ended
                    self._control.send(msgpack.packb({"files": files.key, "name": file.name, "part": part}))

    def fork(self, limits: Limits, files: str = "") -> Child:
        """Fork a child.

        Parameters
        ----------
        limits : Limits
        files : str
            Key of the course's files that the child may read.

        Raises
        ------
        SandboxError
            The zygote has ended.
        """
        ours, theirs = socket.socketpair()
        number = next(self._numbers)
        try:
            with theirs:
                request = msgpack.packb({"fork": number, "limits": asdict(limits), "files": files})
                socket.send_fds(self._control, [request], [theirs.fileno()])
        except OSError as error:
            ours.close()
            raise SandboxError("the fork server has ended") from error
        return Child(self, number, ours)

    def close(self) -> None:
        """End the zygote and all of its children, and remove their files."""
        with contextlib.suppress(OSError):
            self._control.shutdown(socket.SHUT_WR)  # the zygote ends; a thread in `_event` then releases the lock
        with self._listening:
            self._wait_for_the_end()
            self._control.close()
        self._log.close()
        if self._home_folders:
            home_folders.remove(self._home_folders)  # in case the zygote was killed before it could

    def _wait_for_the_end(self) -> None:
        if self._process is None:  # a clone has ended when its end of the socket is closed
            self._control.settimeout(ANSWER_SECONDS)
            with contextlib.suppress(OSError):
                while self._control.recv(MAX_CONTROL):
                    pass
            return
        try:
            self._process.wait(ANSWER_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def interrupt(self, number: int) -> None:
        """Send an alarm to a child, which interrupts the cell that it is running."""
        with contextlib.suppress(OSError):
            self._control.send(msgpack.packb({"interrupt": number}))

    def end(self, number: int) -> tuple[int, float] | None:
        """Kill a child if it still runs, and wait for it.

        Returns
        -------
        tuple of (int, float) or None
            Its exit status, and the processor time in seconds that it used in all; None if the zygote has ended.
        """
        try:
            if number not in self._statuses:
                self._control.send(msgpack.packb({"kill": number}))
            return self._answer(self._statuses, number)
        except OSError:
            return None

    def usage(self, number: int) -> Usage:
        """Return what a child has used; zeros if it has ended."""
        try:
            self._control.send(msgpack.packb({"usage": number}))
            return self._answer(self._usages, number)
        except OSError:
            return Usage(0.0, Threads.ASLEEP, 0)

    def _answer(self, answers: dict[int, _T], number: int) -> _T:
        """Wait for the zygote's answer about a child. The thread that reads also stores answers for other threads."""
        patience = Patience(ANSWER_SECONDS)
        with self._listening:
            while number not in answers:
                self._event(patience)
        return answers.pop(number)

    def _event(self, patience: Patience) -> dict[str, Any]:
        """Receive one message from the zygote and store what it reports."""
        data = self._receive(patience)
        if not data:
            raise ConnectionError("the fork server has ended")
        event: dict[str, Any] = msgpack.unpackb(data)
        if "ended" in event:
            self._statuses[event["ended"]] = event["status"], event["cpu_seconds"]
        if "usage" in event:
            self._usages[event["usage"]] = Usage(event["cpu_seconds"], Threads(event["threads"]), event["disk_bytes"])
        return event

    def _receive(self, patience: Patience) -> bytes:
        while True:
            self._control.settimeout(patience.slice())
            try:
                return self._control.recv(MAX_CONTROL)
            except TimeoutError:
                continue

    def _last_line(self) -> str:
        """Return the last line that the zygote or bubblewrap wrote before it ended."""
        if self._process is None:
            return ""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(1.0)
        self._log.seek(0)
        lines = self._log.read()[-4000:].decode(errors="replace").strip().splitlines()
        return lines[-1] if lines else ""


class Child:
    """A forked child and the socket to it.

    Attributes
    ----------
    charged : float
        How much of its processor time has been charged to a budget, in seconds.
    """

    def __init__(self, server: ForkServer, number: int, stream: socket.socket) -> None:
        self.stream = stream
        self._server, self._number = server, number
        self._ended = False
        self._status: int | None = None
        self.charged = self.cpu_seconds = 0.0

    def usage(self) -> Usage:
        """Return what the child has used so far."""
        return self._server.usage(self._number)

    def interrupt(self) -> None:
        """Interrupt the cell that is running, if student code has not disabled that."""
        self._server.interrupt(self._number)

    def end(self) -> int | None:
        """End the child if it still runs; return its exit status, or None if the zygote has ended."""
        if not self._ended:
            self.stream.close()
            self._ended, ended = True, self._server.end(self._number)
            if ended is not None:
                self._status, self.cpu_seconds = ended
        return self._status


def _settings(jail: Jail) -> dict[str, Any]:
    """Return the zygote's settings. Student code can read the zygote's memory, so they must hold no secrets."""
    try:
        program = seccomp.student_filter()
    except SandboxError:
        if jail.level != NONE:
            raise
        program = b""
    return {
        "level": jail.level,
        "home": HOME,
        "course": COURSE,
        "uid": NOBODY,
        "readable": jail.readable(),
        "filter": program,
        "fonts": font_cache.load(jail),
        **_course_libraries(jail),
        "visible": {} if jail.has_own_root else _visible_modules(jail),
    }


def _course_libraries(jail: Jail) -> dict[str, list[str]]:
    """Return the modules of the course's libraries, and the import statements that concern libraries."""
    course = jail.course
    if not course.names:
        return {"modules": [], "imports": []}
    known = library_modules(course.names)
    imports = [each for each in course.imports if each.split()[1].partition(".")[0] in known]
    return {"modules": sorted(known - library_modules()), "imports": imports}


def _visible_modules(jail: Jail) -> dict[str, list[str]]:
    """Return the names of the visible modules by the folder that they are in."""
    found: dict[str, list[str]] = {}
    for path in map(Path, jail.view.packages):
        found.setdefault(str(path.parent), []).append(path.name.partition(".")[0])
    return found
