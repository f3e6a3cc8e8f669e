"""The grader's end: start the process that knows the questions, and ask the judges that it forks.

A judge is sent responses: values that we made, never a student's bytes. A question that takes too long or too much
memory ends its judge; the verdict is *undecided*, and the next question is judged by another one.
"""

from __future__ import annotations

import contextlib
import logging
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from autograder import pipe
from autograder.assignments.origin import Origin
from autograder.model import Assignment, Probe, Response, Verdict, undecided
from autograder.model.errors import CourseError

if TYPE_CHECKING:
    import numpy as np  # who starts a sandbox does without

log = logging.getLogger(__name__)

COULD_NOT_JUDGE = "This answer could not be judged automatically; a person will look at it."
START_SECONDS = 120.0
END_SECONDS = 5.0
"""More than a judge may take, and than it takes to end all of them."""


@dataclass(frozen=True)
class JudgeLimits:
    """What judging one answer may use."""

    cpu_seconds: float = 10.0
    seconds: float = 60.0
    memory_mb: int = 1024


@dataclass(frozen=True)
class Fault:
    """What was raised in place of a value."""

    trace: str


class JudgeProcess:
    """Judges the answers of one assignment; a context manager that several threads may share.

    Each answer that is judged at the same time as another has a judge of its own.

    Parameters
    ----------
    assignment : str or Origin
        Name of the assignment, or where it comes from.
    limits : JudgeLimits, optional
    loader : str
        "module:function" that returns the assignment, in the process that judges.
    """

    def __init__(
        self, assignment: str | Origin, limits: JudgeLimits | None = None, loader: str = "autograder.assignments:load"
    ) -> None:
        self.assignment, self.loader = assignment, loader
        self.limits = limits or JudgeLimits()
        self._lock = threading.RLock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._outline: Assignment | None = None
        """What the process said when it was ready; None while nobody has waited for that."""
        self._idle: list[socket.socket] = []
        """Lines to judges that have nothing to do."""

    def __enter__(self) -> JudgeProcess:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self) -> None:
        """Start the process, and leave it to whoever asks first to wait until it is ready."""
        with self._lock:
            self._start()

    @property
    def outline(self) -> Assignment:
        """The assignment without its references; its questions' probes are made here.

        Raises
        ------
        CourseError
            The assignment's module is not right.
        """
        return self._ready()

    def probes(self, notebook: str, sources: Mapping[str, np.random.Generator]) -> Mapping[str, tuple[Probe, ...]]:
        """Return what questions of a notebook ask of a student's code, given the sources of their hidden inputs."""
        made = self._ask("probes", notebook, sources)
        for question, reply in made.items():
            if reply is None or isinstance(reply, Fault):
                why = "takes more than its limits" if reply is None else f"failed:\n{reply.trace}"
                raise RuntimeError(f"making the probes of {notebook}/{question} {why}")
        return made

    def judge(self, notebook: str, responses: Mapping[str, Response]) -> dict[str, Verdict]:
        """Return the verdicts on questions of a notebook; *undecided* where one is not reached within the limits."""
        judged = self._ask("judge", notebook, responses)
        return {question: _verdict(notebook, question, reply) for question, reply in judged.items()}

    def close(self) -> None:
        """End the process and its judges."""
        with self._lock:
            while self._idle:
                self._idle.pop().close()
            if self._process is None or self._control is None:
                return
            self._control.close()
            if self._outline is None:
                self._process.kill()  # it has no judges yet, and would go on to import what nobody needs
            try:
                self._process.wait(END_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = self._control = self._outline = None

    def _ask(self, wanted: str, notebook: str, given: Mapping[str, Any]) -> dict[str, Any]:
        """Return what a judge says to each question; None to one that ends it because of its limits.

        It is asked all at once, since each exchange of messages takes as long as an easy question. If it does not
        answer then, one by one.
        """
        replies = self._exchange((wanted, notebook, given)) if given else {}
        if replies is not None:
            return replies
        if len(given) == 1:
            return dict.fromkeys(given)
        replies = {}
        for name, each in given.items():
            replies |= self._ask(wanted, notebook, {name: each})
        return replies

    def _exchange(self, asked: object) -> dict[str, Any] | None:
        line = self._line()
        try:
            pipe.send(line, asked)
            replies: dict[str, Any] = pipe.receive(line)
        except (OSError, EOFError):
            line.close()
            return None
        self._idle.append(line)
        return replies

    def _line(self) -> socket.socket:
        """Return a line to a judge that has nothing to do."""
        with self._lock:
            if self._idle:
                return self._idle.pop()
            try:
                return self._new_line()
            except OSError:  # the process was ended from elsewhere
                self.close()
                return self._new_line()

    def _new_line(self) -> socket.socket:
        self._ready()
        assert self._control is not None
        ours, theirs = socket.socketpair()
        ours.settimeout(self.limits.seconds + END_SECONDS)
        with theirs:
            try:
                socket.send_fds(self._control, [b"+"], [theirs.fileno()])
            except OSError:
                ours.close()
                raise
        return ours

    def _ready(self) -> Assignment:
        """Return the outline; the process has to import a lot, which nobody waits for before there is a question."""
        with self._lock:
            if self._outline is None:
                try:
                    ready = pipe.receive(self._start())
                except (EOFError, OSError):
                    self.close()
                    raise RuntimeError(f"the judging process for {self.assignment!r} did not start") from None
                if isinstance(ready, CourseError):
                    self.close()
                    raise ready
                self._outline = ready
            return self._outline

    def _start(self) -> socket.socket:
        """Start the process where it does not run yet; return the line on which it says that it is ready."""
        if self._control is not None:
            return self._control
        self._control, theirs = socket.socketpair()
        self._control.settimeout(START_SECONDS)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "autograder.grading.judge.server"],
                stdin=theirs.fileno(),
                stdout=2,  # what a question prints is for whoever runs the grader
                env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONHASHSEED": "0"},
            )
        with contextlib.suppress(OSError):  # then it will not say that it is ready either
            pipe.send(self._control, (self.assignment, self.loader, self.limits))
        return self._control


def _verdict(notebook: str, question: str, reply: Verdict | Fault | None) -> Verdict:
    if reply is None:
        log.warning("judging %s/%s took more than its limits", notebook, question)
        return undecided(f"{COULD_NOT_JUDGE} (It takes too long to compare with the reference.)")
    if isinstance(reply, Fault):
        log.error("judging %s/%s failed:\n%s", notebook, question, reply.trace)
        return undecided(COULD_NOT_JUDGE)
    return reply
