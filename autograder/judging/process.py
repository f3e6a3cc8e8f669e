"""The grader's end: start the judge, ask it, and end it where it takes too long.

The judge is sent responses: values that we made, never a student's bytes. A question that takes too long or too much
memory ends the process; the verdict is *undecided*, and the next question is judged by a fresh one.
"""

from __future__ import annotations

import contextlib
import logging
import os
import select
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from autograder.assignments.origin import Origin
from autograder.errors import CourseError
from autograder.judging import pipe
from autograder.judging.outline import connected
from autograder.model import Assignment, Probe, Response, Verdict, undecided

if TYPE_CHECKING:
    import numpy as np  # who starts a sandbox does without

log = logging.getLogger(__name__)

COULD_NOT_JUDGE = "This answer could not be judged automatically; a person will look at it."
START_SECONDS = 120.0


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
    """Judges the answers of one assignment; a context manager.

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
        self._process: subprocess.Popen[bytes] | None = None
        self._outline: Assignment | None = None
        """What the process said when it was ready; None while nobody has waited for that."""

    def __enter__(self) -> JudgeProcess:
        self._process = self._start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def outline(self) -> Assignment:
        """The assignment without its references; its questions ask here for their probes.

        Raises
        ------
        CourseError
            The assignment's module is not right.
        """
        self._running()
        assert self._outline is not None
        return connected(self._outline, self.probes)

    def probes(self, notebook: str, question: str, rng: np.random.Generator) -> tuple[Probe, ...]:
        """Return what a question asks of a student's code."""
        reply = self._ask("probes", notebook, question, rng)
        if reply is None or isinstance(reply, Fault):
            why = "takes more than its limits" if reply is None else f"failed:\n{reply.trace}"
            raise RuntimeError(f"making the probes of {notebook}/{question} {why}")
        probes: tuple[Probe, ...] = reply
        return probes

    def judge(self, notebook: str, question: str, response: Response) -> Verdict:
        """Return the verdict, or *undecided* where it could not be reached within the limits."""
        reply = self._ask("judge", notebook, question, response)
        if reply is None:
            log.warning("judging %s/%s took more than its limits", notebook, question)
            return undecided(f"{COULD_NOT_JUDGE} (It takes too long to compare with the reference.)")
        if isinstance(reply, Fault):
            log.error("judging %s/%s failed:\n%s", notebook, question, reply.trace)
            return undecided(COULD_NOT_JUDGE)
        verdict: Verdict = reply
        return verdict

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = self._outline = None

    def _ask(self, *asked: object) -> Any:
        """Return what the judge says; None if it does not within its limits, and then it is ended."""
        process = self._running()
        assert process.stdin is not None
        with contextlib.suppress(OSError, EOFError):
            pipe.send(process.stdin, asked)
            return self._reply(process, self.limits.seconds)
        self.close()
        return None

    def _reply(self, process: subprocess.Popen[bytes], seconds: float) -> Any:
        assert process.stdout is not None
        if not select.select([process.stdout], [], [], seconds)[0]:
            raise EOFError
        return pipe.receive(process.stdout)

    def _running(self) -> subprocess.Popen[bytes]:
        """Return a judge that is ready; it has to import a lot, which nobody waits for before there is a question."""
        process = self._process = self._process or self._start()
        if self._outline is None:
            try:
                ready = self._reply(process, START_SECONDS)
            except EOFError:
                self.close()
                raise RuntimeError(f"the judging process for {self.assignment!r} did not start") from None
            if isinstance(ready, CourseError):
                self.close()
                raise ready
            self._outline = ready
        return process

    def _start(self) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "autograder.judging.serving"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONHASHSEED": "0"},
        )
        assert process.stdin is not None
        with contextlib.suppress(BrokenPipeError):  # it will not say that it is ready either
            pipe.send(process.stdin, (self.assignment, self.loader, self.limits))
        return process
