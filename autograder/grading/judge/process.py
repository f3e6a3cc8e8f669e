"""Starts the process that judges answers, and calls it.

A question that takes too much time or memory ends its judge, which is a fork of that process. The verdict is
*undecided*, and another fork judges the next question.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from autograder.assignments.origin import Origin
from autograder.model import Assignment, Probe, Response, Verdict, undecided
from autograder.model.errors import CourseError
from autograder.processes.client import LostError, Server

if TYPE_CHECKING:
    import numpy as np  # starting a sandbox does not wait for this import

log = logging.getLogger(__name__)

COULD_NOT_JUDGE = "This answer could not be graded automatically and needs manual grading."
_ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}
"""One thread per judge, and verdicts that do not depend on the order of sets."""


@dataclass(frozen=True)
class JudgeLimits:
    """Limits for judging one answer.

    Attributes
    ----------
    cpu_seconds : float
        Processor time, which does not depend on what else the machine does.
    seconds : float
        How long to wait for a verdict. Judges never sleep, so this is far above what a busy machine takes.
    memory_mb : int
    """

    cpu_seconds: float = 10.0
    seconds: float = 900.0
    memory_mb: int = 1024


CALL_LIMITS = JudgeLimits(cpu_seconds=20.0)
"""Limits for any other work on a notebook: to read one with twenty large photos takes some seconds."""


@dataclass(frozen=True)
class Fault:
    """An exception that was raised instead of returning a value."""

    trace: str


class JudgeProcess:
    """Judges the answers of one assignment; a context manager that several threads may share.

    Answers that are judged at the same time have separate judges.

    Parameters
    ----------
    assignment : str or Origin
        Name of the assignment, or where it comes from.
    limits : JudgeLimits, optional
    loader : str
        "module:function" that returns the assignment, in the process that judges.
    preload : str
        A module with functions for `call`, imported while the first cells run.
    """

    def __init__(
        self,
        assignment: str | Origin,
        limits: JudgeLimits | None = None,
        loader: str = "autograder.assignments:load",
        preload: str = "",
    ) -> None:
        self.assignment, self.loader, self.preload = assignment, loader, preload
        self.limits = limits or JudgeLimits()
        self._lock = threading.RLock()
        self._server: Server | None = None
        self._outline: Assignment | None = None

    def __enter__(self) -> JudgeProcess:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self) -> None:
        """Start the process without waiting until it has loaded the questions."""
        with self._lock:
            if self._server is None:
                self._server = Server("autograder.grading.judge.server", _ENVIRONMENT)
                self._server.begin(_with_contents(self.assignment), self.loader, self.limits, self.preload)

    @property
    def outline(self) -> Assignment:
        """The assignment without its references; its questions' probes are made in the process.

        Raises
        ------
        CourseError
            The assignment's module has an error.
        """
        self._ready()
        assert self._outline is not None
        return self._outline

    def probes(self, notebook: str, sources: Mapping[str, np.random.Generator]) -> Mapping[str, tuple[Probe, ...]]:
        """Return the probes of a notebook's questions, given the random generators of their hidden inputs."""
        made = self._ask("probes", notebook, sources)
        for question, reply in made.items():
            if reply is None or isinstance(reply, Fault):
                why = "exceeded its limits" if reply is None else f"failed:\n{reply.trace}"
                raise RuntimeError(f"drawing the hidden inputs of {notebook}/{question} {why}")
        return made

    def judge(self, notebook: str, responses: Mapping[str, Response]) -> dict[str, Verdict]:
        """Return the verdicts on a notebook's questions; *undecided* if a question exceeds the limits."""
        judged = self._ask("judge", notebook, responses)
        return {question: _verdict(notebook, question, reply) for question, reply in judged.items()}

    def call(self, function: str, *arguments: object) -> Any:
        """Return what a function returns, called by a judge within limits: for other work on a student's texts.

        Parameters
        ----------
        function : str
            "module:function"
        *arguments : object

        Raises
        ------
        LostError
            It exceeded the limits.
        """
        request = "call", function, {"": arguments}
        try:
            return self._ready().call(request, CALL_LIMITS.seconds)
        except MemoryError as error:
            raise LostError("it exceeded its memory limit") from error

    def close(self) -> None:
        """End the process and its judges."""
        with self._lock:
            if self._server is not None:
                self._server.close()
            self._server = self._outline = None

    def _ask(self, wanted: str, notebook: str, given: Mapping[str, Any]) -> dict[str, Any]:
        """Return the answer for each question; None for one that exceeded its limits.

        All questions travel in one message, as an exchange of messages takes as long as an easy question. If that is
        not answered, each travels alone.
        """
        if not given:
            return {}
        server = self._ready()
        try:
            answers: dict[str, Any] = server.call((wanted, notebook, given), self.limits.seconds)
        except LostError:
            if len(given) == 1:
                return dict.fromkeys(given)
            answers = {}
            for name, each in given.items():
                answers |= self._ask(wanted, notebook, {name: each})
        return answers

    def _ready(self) -> Server:
        """Return the process once it has loaded the questions; a new one if it was killed."""
        with self._lock:
            if self._server is not None and self._outline is not None and not self._server.alive:
                self.close()
            self.start()
            assert self._server is not None
            if self._outline is None:
                try:
                    self._outline = self._server.introduction()
                except CourseError:
                    self.close()
                    raise
                except LostError:
                    self.close()
                    raise RuntimeError(f"the process that judges {self.assignment!r} did not start") from None
            return self._server


def _with_contents(assignment: str | Origin) -> str | Origin:
    """Return an assignment with the contents of files that only this process has, on another machine than theirs."""
    if isinstance(assignment, str) or assignment.data.is_here:
        return assignment
    return replace(assignment, data=assignment.data.packed())


def _verdict(notebook: str, question: str, reply: Verdict | Fault | None) -> Verdict:
    if reply is None:
        log.warning("judging %s/%s exceeded its limits", notebook, question)
        return undecided(f"{COULD_NOT_JUDGE} (It takes too long to compare with the reference.)")
    if isinstance(reply, Fault):
        log.error("judging %s/%s failed:\n%s", notebook, question, reply.trace)
        return undecided(COULD_NOT_JUDGE)
    return reply
