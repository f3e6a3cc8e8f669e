"""The sandbox and the judges that submissions are graded with: opened once, kept from one submission to the next.

Threads that grade with the same questions share a room. Three things take about a second each to start: the sandbox's
server, the judges', and what this process itself imports. They start side by side, so this module imports nothing that
one can wait for.
"""

from __future__ import annotations

import atexit
import threading
from contextlib import ExitStack
from typing import TYPE_CHECKING

from autograder.assignments.origin import Origin
from autograder.grading.judge import JudgeProcess
from autograder.sandbox import open_sandbox

if TYPE_CHECKING:
    from autograder.grading.grader import Grader


def open_grader(origin: Origin, level: str | None, force: bool, warm: bool = True) -> Grader:
    """Return what this thread grades with, until it asks for another room.

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
    wanted = (origin, level, force)
    with _changing:
        current: _Room | None = getattr(_here, "room", None)
        if current is None or current.wanted != wanted:
            if current is not None:
                _left(current)
            current = _here.room = _rooms.setdefault(wanted, _Room(wanted))
            current.threads += 1
    return current.grader(warm)


class _Room:
    def __init__(self, wanted: tuple[Origin, str | None, bool]) -> None:
        self.wanted = wanted
        self.threads = 0
        self._opening = threading.Lock()
        self._open = ExitStack()
        self._grader: Grader | None = None

    def grader(self, warm: bool) -> Grader:
        with self._opening:
            if self._grader is None:
                origin, level, force = self.wanted
                judge = JudgeProcess(origin)

                def meanwhile() -> None:
                    judge.start()
                    import autograder.batch.worker  # noqa: F401 - what the first submission would wait for

                with ExitStack() as opened:
                    opened.callback(judge.close)
                    sandbox = opened.enter_context(open_sandbox(level, force=force, warm=warm, meanwhile=meanwhile))
                    from autograder.grading.grader import Grader

                    self._grader = Grader(judge.outline, sandbox, judge)
                    self._open = opened.pop_all()
            return self._grader

    def close(self) -> None:
        self._open.close()


def _left(room: _Room) -> None:
    """Close a room that the last thread has left."""
    room.threads -= 1
    if not room.threads:
        del _rooms[room.wanted]
        room.close()


_changing = threading.Lock()
_here = threading.local()
_rooms: dict[tuple[Origin, str | None, bool], _Room] = {}


@atexit.register
def close_all() -> None:
    """Close all rooms, when no thread grades any more."""
    for room in _rooms.values():
        room.close()
