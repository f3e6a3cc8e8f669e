"""Judge in a process of its own, so that nothing a student sent can keep the grader busy or make it large.

`JudgeProcess` starts `python -m autograder.judging` and sends it responses (values that we made, never a student's
bytes); it answers with verdicts as JSON. A question that takes too long or too much memory ends that process; the
verdict is *undecided*, and the next question is judged by a fresh one.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import logging
import os
import pickle
import resource
import select
import signal
import struct
import subprocess
import sys
import traceback
from dataclasses import asdict, dataclass
from typing import IO, Any

from autograder.assignments.origin import Origin
from autograder.errors import CourseError
from autograder.model import Outcome, Response, Verdict, undecided

log = logging.getLogger(__name__)

COULD_NOT_JUDGE = "This answer could not be judged automatically; a person will look at it."


@dataclass(frozen=True)
class JudgeLimits:
    """What judging one answer may use."""

    cpu_seconds: float = 10.0
    seconds: float = 60.0
    memory_mb: int = 1024


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
        self._ready = False

    def __enter__(self) -> JudgeProcess:
        self._process = self._start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def judge(self, notebook: str, question: str, response: Response) -> Verdict:
        """Return the verdict, or *undecided* where it could not be reached within the limits."""
        reply = self._ask(notebook, question, response)
        if reply is None:
            self.close()
            log.warning("judging %s/%s took more than its limits", notebook, question)
            return undecided(f"{COULD_NOT_JUDGE} (It takes too long to compare with the reference.)")
        if "error" in reply:
            log.error("judging %s/%s failed:\n%s", notebook, question, reply["error"])
            return undecided(COULD_NOT_JUDGE)
        return Verdict(**{**reply, "outcome": Outcome(reply["outcome"])})

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _ask(self, notebook: str, question: str, response: Response) -> dict[str, Any] | None:
        process = self._process = self._process or self._start()
        assert process.stdin is not None
        assert process.stdout is not None
        if not self._ready and process.stdout.readline() != b"ready\n":
            raise RuntimeError(f"the judging process for {self.assignment!r} did not start")
        self._ready = True
        try:
            _send(process.stdin, pickle.dumps((notebook, question, response)))
            ready, _, _ = select.select([process.stdout], [], [], self.limits.seconds)
            line = process.stdout.readline() if ready else b""
        except OSError:
            line = b""
        return json.loads(line) if line.endswith(b"\n") else None

    def _start(self) -> subprocess.Popen[bytes]:
        self._ready = False  # it has to import a lot, which nobody waits for before there is something to judge
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", __name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONHASHSEED": "0"},
        )
        assert process.stdin is not None
        with contextlib.suppress(BrokenPipeError):  # it will not say that it is ready
            _send(process.stdin, pickle.dumps((self.assignment, self.loader, self.limits)))
        return process


def _send(stream: IO[bytes], data: bytes) -> None:
    stream.write(struct.pack(">Q", len(data)) + data)
    stream.flush()


def _received(stream: IO[bytes]) -> Any:
    """Return what was sent; None at the end."""
    header = stream.read(8)
    return pickle.loads(stream.read(struct.unpack(">Q", header)[0])) if header else None


def _serve(source: IO[bytes]) -> None:
    assignment, loader, limits = _received(source)
    module, function = loader.split(":")
    load = getattr(importlib.import_module(module), function)
    questions = {
        (notebook, question.name): question
        for notebook, asked in load(assignment).notebooks.items()
        for question in asked
    }
    _limit_memory(limits.memory_mb)
    gc.freeze()  # what is loaded now stays: no collection has to go through it again
    print("ready", flush=True)
    while asked := _received(source):
        notebook, question, response = asked
        signal.setitimer(signal.ITIMER_PROF, limits.cpu_seconds)  # its default action ends the process
        try:
            reply = asdict(questions[notebook, question].judge(response))
        except Exception:  # a fault of ours: a person decides, and whoever runs the grader reads why
            reply = {"error": traceback.format_exc()}
        signal.setitimer(signal.ITIMER_PROF, 0)
        print(json.dumps(reply), flush=True)


def _limit_memory(megabytes: int) -> None:
    with open("/proc/self/statm") as file:
        used = int(file.read().split()[0]) * resource.getpagesize()
    bound = used + (megabytes << 20)
    resource.setrlimit(resource.RLIMIT_AS, (bound, bound))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt on the terminal is the grader's to handle
    with contextlib.suppress(BrokenPipeError, CourseError):  # the grader is gone, or says itself what is wrong
        _serve(sys.stdin.buffer)
