"""Grade one submission, in a process that may be anywhere and needs nothing but this package."""

from __future__ import annotations

import logging
import time
from dataclasses import replace

import nbformat

from autograder.batch.grader_cache import open_grader
from autograder.batch.release_validation import fitting
from autograder.batch.task import GradingConfig, Task
from autograder.grading.grader import Each, Grader, Report, not_graded
from autograder.grading.submission import Release, Submission
from autograder.model import Assignment
from autograder.sandbox import SandboxReport
from autograder.store.autograded.notebook import autograded_page
from autograder.store.graded import Graded
from autograder.store.results import Summary
from autograder.text import printable

log = logging.getLogger(__name__)


def grade(config: GradingConfig, task: Task, warm: bool = True, each: Each = map) -> Graded:
    """Grade a submission with the sandbox and the judges of this process, which are opened once, `warm` for a class.

    Parameters
    ----------
    each : callable
        What calls a function with every notebook, as `map` does.

    Raises
    ------
    CourseError
        The assignment's module is not right, or the release does not have its questions.
    SandboxError
        No sandbox level protects here, or not the one that was asked for.
    """
    grader = open_grader(config.questions, config.level, config.force, warm)
    began = time.monotonic()
    frame = fitted(config, grader.assignment)
    if warm:
        grader.sandbox.precompile(handed_out(frame.release))
    submission = frame.understood(task.handed_in, task.student)
    graded = grade_submission(grader, submission, each)
    return replace(graded, seconds=round(time.monotonic() - began, 3))


def fitted(config: GradingConfig, questions: Assignment) -> GradingConfig:
    """Return a config in which the notebooks have the order of the questions; raises CourseError if they don't fit."""
    return replace(config, release=fitting(config.release, questions))


def handed_out(release: Release) -> list[str]:
    """Return the code cells of a release."""
    return [cell.source for notebook in release.notebooks.values() for cell in notebook.cells if cell.kind == "code"]


def grade_submission(grader: Grader, submission: Submission, each: Each = map) -> Graded:
    """Grade a submission; a fault of ours costs nobody else a grade, and this one no points."""
    sandbox = grader.sandbox.report
    try:
        return finished(grader.grade(submission, each), sandbox)
    except Exception as error:
        log.exception("grading %s failed", printable(submission.student))
        reason = f"grading failed ({type(error).__name__}: {printable(str(error), 300)})"
        return finished(not_graded(grader.assignment, submission, reason, sandbox), sandbox)


def finished(report: Report, sandbox: SandboxReport) -> Graded:
    """Lay out the pages of a graded submission."""
    pages = {each.notebook.name: nbformat.writes(autograded_page(each)) for each in report.notebooks}
    return Graded(Summary.of(report), pages, sandbox)
