"""Runs in a worker process: opens a sandbox and grades several submissions in parallel threads.

All of them share the fork server of one sandbox and the judges, which take longer to start than to grade a submission.
"""

from __future__ import annotations

import pickle
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.assignments import find
from autograder.batch.grader_cache import close_all, open_grader
from autograder.model.errors import AutograderError
from autograder.processes.service import Service

if TYPE_CHECKING:
    from autograder.batch.task import GradingConfig, Task
    from autograder.store.graded import Graded

SWITCH_SECONDS = 0.001
"""Interval in seconds after which a computing thread yields: another student's code may be waiting for its thread."""


def start(side_by_side: int, few: bool, warm_up: tuple[str, Path, str | None, bool] | None) -> Service:
    """Prepare to grade.

    Parameters
    ----------
    side_by_side : int
        How many notebooks of one submission may run at the same time if there are only few submissions.
    few : bool
        Whether there are only few submissions.
    warm_up : tuple, optional
        Assignment, course, sandbox level and `force`: what to open a sandbox for before there is a submission.
    """
    sys.setswitchinterval(SWITCH_SECONDS)
    if warm_up is not None:
        assignment, course, level, force = warm_up
        with _ends_tidily(), suppress(AutograderError):  # the first submission raises it again
            if _is_plain(course, assignment):
                open_grader(find(assignment, course), level, force, warm=not few)
    notebooks = ThreadPoolExecutor(side_by_side)

    def answer(request: tuple[bytes, Task]) -> Graded:
        from autograder.batch.worker import grade  # is imported while the sandbox's server starts

        config, task = request
        return grade(_unpickled(config), task, warm=not few, each=notebooks.map if few else map)

    return Service(answer, close=close_all)


def _is_plain(course: Path, assignment: str) -> bool:
    """Whether a course has no files or libraries of its own; to read its settings would take as long as a sandbox."""
    source, settings = course / "source" / assignment, course / "nbgrader_config.py"
    if not source.is_dir() or not all(path.suffix == ".ipynb" for path in source.iterdir()):
        return False
    return not settings.is_file() or b"libraries" not in settings.read_bytes()


@lru_cache(maxsize=1)
def _unpickled(config: bytes) -> GradingConfig:
    """Return the settings that all submissions of a run share; only our own coordinator pickles them."""
    unpickled: GradingConfig = pickle.loads(config)
    return unpickled


@contextmanager
def _ends_tidily() -> Iterator[None]:
    """Remove the files of a sandbox's self-test if a SIGTERM comes meanwhile, because there is nothing to grade.

    Python drops an exit that is raised while it runs a callback, and prints it. The process then ends a little later,
    when its connection is closed.
    """
    before, shown = signal.signal(signal.SIGTERM, lambda *_: sys.exit(1)), sys.unraisablehook
    sys.unraisablehook = lambda dropped: None if dropped.exc_type is SystemExit else shown(dropped)
    try:
        yield
    finally:
        sys.unraisablehook = shown
        signal.signal(signal.SIGTERM, before)
