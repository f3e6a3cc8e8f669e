"""A worker's end, `python -m autograder.batch.worker_process`: grade what comes, several submissions side by side.

All lanes share one sandbox's server and the questions, which take longer to start than a submission. The worker and its
server are busy at the same time, and a core that one lane leaves idle is another's.
"""

from __future__ import annotations

import os
import pickle
import signal
import socket
import sys
import threading
import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from autograder import pipe
from autograder.assignments import find
from autograder.batch.grader_cache import close_all, open_grader
from autograder.model.errors import AutograderError
from autograder.sandbox import get_ready
from autograder.startup import stub_imports

if TYPE_CHECKING:
    from autograder.batch.task import GradingConfig, Task

SWITCH_SECONDS = 0.001
"""After which a lane that computes lets another go on, whose student's code may be waiting for it."""


class Lanes:
    """Grade submissions in threads, as the coordinator on the other end of a line says."""

    def __init__(self, line: socket.socket) -> None:
        self._line, self._speaking = line, threading.Lock()
        number, self._few = pipe.receive(line)
        self._submissions, self._notebooks = ThreadPoolExecutor(number), ThreadPoolExecutor(number)

    def serve(self) -> None:
        """Do as the coordinator says until it says that it was all."""
        config: Any = None
        while True:
            match pipe.receive(self._line):
                case "open", assignment, course, level, force:
                    with _ends_tidily(), suppress(AutograderError):  # it is said when a submission is graded
                        open_grader(find(assignment, course), level, force, warm=not self._few)
                case "config", config:
                    continue
                case "grade", number, task:
                    self._submissions.submit(self._grade, number, config, task)
                case "end":
                    return

    def _grade(self, number: int, config: GradingConfig, task: Task) -> None:
        result: object
        try:
            from autograder.batch.worker import grade  # it is imported while a sandbox's server starts

            result = grade(config, task, warm=not self._few, each=self._notebooks.map if self._few else map)
        except Exception as error:
            result = _sendable(error)
        with self._speaking, suppress(OSError):  # the coordinator is gone, which `serve` hears
            pipe.send(self._line, (number, result))


def _sendable(error: Exception) -> Exception:
    """Return an error as it can be told elsewhere, with where it happened unless that is the course's to mend."""
    if not isinstance(error, AutograderError):
        error.add_note(traceback.format_exc())
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:  # many a library's errors can be sent, but not be read
        return RuntimeError(traceback.format_exc())
    return error


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
    stub_imports()
    get_ready()
    try:
        Lanes(socket.socket(fileno=os.dup(0))).serve()
    except EOFError:
        os._exit(1)  # the coordinator was killed; sandbox and judges end when their lines to this process close
    close_all()
    os._exit(0)  # to take an interpreter with all libraries down takes long
