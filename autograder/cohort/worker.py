"""Grade one submission, in a process that may be anywhere and needs nothing but this package."""

from __future__ import annotations

import atexit
import logging
import threading
import time
from contextlib import ExitStack
from dataclasses import replace

import nbformat

from autograder.assignments import load
from autograder.cohort.task import Graded, Setting, Task
from autograder.grading import Grader, Report, not_graded
from autograder.judging import JudgeProcess
from autograder.pages import autograded_page
from autograder.sandbox import SandboxReport, open_sandbox
from autograder.submission import Submission, understand
from autograder.summary import Summary

log = logging.getLogger(__name__)


def grade(setting: Setting, task: Task) -> Graded:
    """Grade a submission with the sandbox and the judge of this thread, which are opened once.

    Raises
    ------
    SandboxError
        No sandbox level protects here, or not the one that was asked for.
    """
    grader = open_room(setting.release.assignment, setting.level, setting.force)
    began = time.monotonic()
    submission = understand(task.handed_in, task.student, setting.release)
    graded = finished(grade_submission(grader, submission), grader.sandbox.report)
    return replace(graded, seconds=round(time.monotonic() - began, 3))


def grade_submission(grader: Grader, submission: Submission) -> Report:
    """Grade a submission; a fault of ours costs nobody else a grade, and this one no points."""
    try:
        return grader.grade(submission)
    except Exception as error:
        log.exception("grading %s failed", submission.student)
        reason = f"grading failed ({type(error).__name__}: {error})"
        return not_graded(grader.assignment, submission, reason, grader.sandbox.report)


def finished(report: Report, sandbox: SandboxReport) -> Graded:
    """Lay out the pages of a graded submission."""
    pages = {each.notebook.name: nbformat.writes(autograded_page(each)) for each in report.notebooks}
    return Graded(Summary.of(report), pages, sandbox)


def open_room(assignment: str, level: str | None, force: bool) -> Grader:
    """Return the sandbox and the judge of this thread; they are opened once and stay open."""
    return _room.grader(assignment, level, force)


class _Room(threading.local):
    def __init__(self) -> None:
        self._open = ExitStack()
        self._for: tuple[str, str | None, bool] | None = None
        self._grader: Grader | None = None
        atexit.register(self._open.close)

    def grader(self, *wanted: *tuple[str, str | None, bool]) -> Grader:
        if self._grader is None or self._for != wanted:
            assignment, level, force = wanted
            self._open.close()
            questions = load(assignment)
            judge = self._open.enter_context(JudgeProcess(assignment))
            sandbox = self._open.enter_context(open_sandbox(level, force=force))
            self._grader, self._for = Grader(questions, sandbox, judge), wanted
        return self._grader


_room = _Room()
