"""The sandbox and the judge that a thread grades with: opened once, kept from one submission to the next.

Three things take about a second each to start: the sandbox's server, the judge, and what this process itself imports.
They start side by side, so this module imports nothing that one can wait for.
"""

from __future__ import annotations

import atexit
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import TYPE_CHECKING

from autograder.assignments.origin import Origin
from autograder.judging import JudgeProcess
from autograder.sandbox import open_sandbox

if TYPE_CHECKING:
    from autograder.grading import Grader
    from autograder.model import Assignment


def open_room(origin: Origin, level: str | None, force: bool) -> Grader:
    """Return what this thread grades with.

    Raises
    ------
    CourseError
        The assignment's module is not right.
    SandboxError
        No sandbox level protects here, or not the one that was asked for.
    """
    return _room.grader(origin, level, force)


class _Room(threading.local):
    def __init__(self) -> None:
        self._open = ExitStack()
        self._for: tuple[Origin, str | None, bool] | None = None
        self._grader: Grader | None = None
        atexit.register(self._open.close)

    def grader(self, *wanted: *tuple[Origin, str | None, bool]) -> Grader:
        if self._grader is None or self._for != wanted:
            origin, level, force = wanted
            self._grader = None
            self._open.close()
            with ThreadPoolExecutor(1) as aside:
                questions = aside.submit(_questions, origin)
                judge = self._open.enter_context(JudgeProcess(origin))
                sandbox = self._open.enter_context(open_sandbox(level, force=force))
            from autograder.grading import Grader

            self._grader, self._for = Grader(questions.result(), sandbox, judge), wanted
        return self._grader


def _questions(origin: Origin) -> Assignment:
    """Load the questions, and what the first submission would otherwise wait for."""
    import autograder.cohort.worker  # noqa: F401

    return origin.load()


_room = _Room()
