"""The sandboxes and judges that this process grades with, kept from one submission to the next.

Threads that grade with the same questions share them. The sandbox's fork server, the judges and the imports of this
process each take about a second to start, so they start side by side, and this module imports nothing large.
"""

from __future__ import annotations

import atexit
import threading
from contextlib import ExitStack
from typing import TYPE_CHECKING

from autograder.assignments.origin import Origin
from autograder.grading.judge import JudgeProcess
from autograder.model.libraries import NO_LIBRARIES, Libraries
from autograder.sandbox import open_sandbox

if TYPE_CHECKING:
    from autograder.grading.grader import Grader

_Wanted = tuple[Origin, str | None, bool, Libraries]


def open_grader(
    origin: Origin, level: str | None, force: bool, warm: bool = True, libraries: Libraries = NO_LIBRARIES
) -> Grader:
    """Return a grader that this thread may use until it asks for another one.

    Parameters
    ----------
    origin : Origin
    level : str, optional
    force : bool
    warm : bool
        Whether many submissions are expected; has no effect on a grader that is open already.
    libraries : Libraries
        What the course adds to the sandbox.

    Raises
    ------
    CourseError
        The assignment's module has an error, or a library of the course cannot be used.
    SandboxError
        No sandbox level works, or not the requested one.
    """
    wanted = (origin, level, force, libraries)
    with _changing:
        current: _SharedGrader | None = getattr(_thread, "current", None)
        if current is None or current.wanted != wanted:
            if current is not None:
                _release(current)
            current = _thread.current = _shared.setdefault(wanted, _SharedGrader(wanted))
            current.threads += 1
    return current.grader(warm)


class _SharedGrader:
    def __init__(self, wanted: _Wanted) -> None:
        self.wanted = wanted
        self.threads = 0
        self._opening = threading.Lock()
        self._open = ExitStack()
        self._grader: Grader | None = None

    def grader(self, warm: bool) -> Grader:
        with self._opening:
            if self._grader is None:
                origin, level, force, libraries = self.wanted
                judge = JudgeProcess(origin, preload="autograder.batch.documents")

                def while_starting() -> None:
                    judge.start()
                    import autograder.grading.grader
                    import autograder.store.autograded.notebook  # noqa: F401 - the first submission would wait for it

                with ExitStack() as opened:
                    opened.callback(judge.close)
                    sandbox = opened.enter_context(
                        open_sandbox(level, force=force, warm=warm, while_starting=while_starting, course=libraries)
                    )
                    from autograder.grading.grader import Grader

                    self._grader = Grader(judge.outline, sandbox, judge)
                    self._open = opened.pop_all()
            return self._grader

    def close(self) -> None:
        self._open.close()


def _release(shared: _SharedGrader) -> None:
    """Close a grader that no thread uses."""
    shared.threads -= 1
    if not shared.threads:
        del _shared[shared.wanted]
        shared.close()


_changing = threading.Lock()
_thread = threading.local()
_shared: dict[_Wanted, _SharedGrader] = {}


@atexit.register
def close_all() -> None:
    """Close all graders. No thread may use them afterwards."""
    for shared in _shared.values():
        shared.close()
