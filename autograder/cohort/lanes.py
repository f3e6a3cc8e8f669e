"""A worker's end, `python -m autograder.cohort.lanes`: grade what comes, several submissions side by side.

All lanes share one sandbox's server and the questions, which take longer to start than a submission. The worker and its
server are busy at the same time, and a core that one lane leaves idle is another's.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
import traceback
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from autograder import pipe
from autograder.assignments import find
from autograder.cohort.room import close_all, open_room
from autograder.errors import AutograderError
from autograder.imports import leave_out
from autograder.sandbox import get_ready

if TYPE_CHECKING:
    from autograder.cohort.task import Setting, Task

SWITCH_SECONDS = 0.001
"""After which a lane that computes lets another go on, whose student's code may be waiting for it."""


class Lanes:
    """Grade submissions in threads, as the coordinator on the other end of a line says."""

    def __init__(self, line: socket.socket) -> None:
        self._line, self._speaking = line, threading.Lock()
        self._submissions: Executor | None = None
        self._notebooks: Executor | None = None

    def serve(self) -> None:
        """Do as the coordinator says until it says that it was all."""
        setting: Any = None
        while True:
            match pipe.receive(self._line):
                case "lanes", number:
                    self._submissions, self._notebooks = ThreadPoolExecutor(number), ThreadPoolExecutor(number)
                case "open", assignment, course, level, force, few:
                    with _ends_tidily(), suppress(AutograderError):  # it is said when a submission is graded
                        open_room(find(assignment, course), level, force, warm=not few)
                case "setting", setting:
                    continue
                case "grade", number, task, few:
                    assert self._submissions is not None
                    self._submissions.submit(self._grade, number, setting, task, few)
                case "end":
                    return

    def _grade(self, number: int, setting: Setting, task: Task, few: bool) -> None:
        result: object
        try:
            from autograder.cohort.worker import grade  # it is imported while a sandbox's server starts

            each = self._notebooks.map if few and self._notebooks else map
            result = grade(setting, task, warm=not few, each=each)
        except Exception as error:
            if not isinstance(error, AutograderError):
                error.add_note(traceback.format_exc())  # all that is seen of it there
            result = error
        with self._speaking, suppress(OSError):  # the coordinator is gone, which `serve` hears
            pipe.send(self._line, (number, result))


@contextmanager
def _ends_tidily() -> Iterator[None]:
    """Remove what a self-test has laid down, if it turns out meanwhile that nobody has to be graded."""
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt on the terminal is the coordinator's to handle
    sys.setswitchinterval(SWITCH_SECONDS)
    leave_out()
    get_ready()
    try:
        Lanes(socket.socket(fileno=os.dup(0))).serve()
    except EOFError:
        os._exit(1)  # the coordinator was killed; sandbox and judges end when their lines to this process close
    close_all()
    os._exit(0)  # to take an interpreter with all libraries down takes long
