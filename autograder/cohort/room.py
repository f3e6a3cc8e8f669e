"""The sandbox and the judge that a thread grades with: opened once, kept from one submission to the next.

Three things take about a second each to start: the sandbox's server, the judge, and what this process itself imports.
They start side by side, so this module imports nothing that one can wait for.
"""

from __future__ import annotations

import atexit
import threading
from contextlib import ExitStack
from typing import TYPE_CHECKING

from autograder.assignments.origin import Origin
from autograder.judging import JudgeProcess
from autograder.sandbox import open_sandbox

if TYPE_CHECKING:
    from autograder.grading import Grader


def open_room(origin: Origin, level: str | None, force: bool, warm: bool = True) -> Grader:
    """Return what this thread grades with.

    Parameters
    ----------
    origin : Origin
    level : str, optional
    force : bool
    warm : bool
        Whether many submissions are expected; a room that is open is kept as it is.

    Raises
    ------
    CourseError
        The assignment's module is not right.
    SandboxError
        No sandbox level protects here, or not the one that was asked for.
    """
    return _room.grader(warm, origin, level, force)


class _Room(threading.local):
    def __init__(self) -> None:
        self._open = ExitStack()
        self._for: tuple[Origin, str | None, bool] | None = None
        self._grader: Grader | None = None
        atexit.register(self._open.close)

    def grader(self, warm: bool, *wanted: *tuple[Origin, str | None, bool]) -> Grader:
        if self._grader is None or self._for != wanted:
            origin, level, force = wanted
            self._grader = None
            self._open.close()
            judge = self._open.enter_context(JudgeProcess(origin))
            opened = open_sandbox(level, force=force, warm=warm, meanwhile=_import_the_rest)
            sandbox = self._open.enter_context(opened)
            from autograder.grading import Grader

            self._grader, self._for = Grader(judge.outline, sandbox, judge), wanted
        return self._grader


def _import_the_rest() -> None:
    """Import what the first submission would otherwise wait for."""
    import autograder.cohort.worker  # noqa: F401


_room = _Room()
