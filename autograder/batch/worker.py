"""Grade one submission in a worker process, on this machine or on a cluster."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from autograder.assignments.origin import Origin
from autograder.batch import documents
from autograder.batch.grader_cache import open_grader
from autograder.batch.release_validation import match_release
from autograder.batch.task import GradingConfig, Task
from autograder.grading.grader import Each, GradedNotebook, GradedSubmission, Grader, not_graded
from autograder.grading.levels import with_levels
from autograder.grading.submission import Release, Submission
from autograder.model import Assignment
from autograder.sandbox import SandboxReport
from autograder.store import digests
from autograder.store.graded import Entry, Graded
from autograder.text import printable

log = logging.getLogger(__name__)


def grade(config: GradingConfig, task: Task, warm: bool = True, each: Each = map) -> Graded:
    """Grade a submission with the sandbox and the judges of this process.

    Parameters
    ----------
    config : GradingConfig
    task : Task
    warm : bool
        Whether to prepare for many submissions when sandbox and judges are opened.
    each : callable
        Applies a function to every notebook, like `map`.

    Raises
    ------
    CourseError
        The assignment's module has an error, the release has other questions, or a library cannot be used.
    SandboxError
        No sandbox level works here, or not the requested one.
    """
    setup = config.release.setup
    grader = open_grader(config.questions, config.level, config.force, warm, setup.libraries)
    grader.sandbox.require_hidden(config.private)
    grader = replace(grader, assignment=setup.applied(grader.assignment), setup=setup, secret=config.secret)
    began = time.monotonic()
    config = matched(config, grader.assignment)
    grader = replace(grader, assignment=_leveled(grader, config))
    if warm:
        grader.sandbox.precompile(code_cells(config.release))
    submission = documents.read_in(grader.judge, task.submitted_files, task.student, config.release)
    submission = config.chosen(submission)
    graded = grade_submission(grader, submission, each)
    seconds = round(time.monotonic() - began, 3)
    return replace(graded, entry=replace(graded.entry, key=task.key, seconds=seconds))


def _leveled(grader: Grader, config: GradingConfig) -> Assignment:
    """Return the assignment with the levels of its test cells, which are found out once in a process."""
    if not config.questions.inline:
        return grader.assignment
    with _leveling:
        if config.questions not in _levels:
            _levels.clear()
            _levels[config.questions] = with_levels(
                grader.assignment, config.release.notebooks, grader.sandbox, config.release.setup
            )
        return _levels[config.questions]


_leveling = threading.Lock()
_levels: dict[Origin, Assignment] = {}


def matched(config: GradingConfig, questions: Assignment) -> GradingConfig:
    """Return a config whose notebooks are in the order of the questions; see `match_release`."""
    return replace(config, release=match_release(config.release, questions))


def code_cells(release: Release) -> list[str]:
    """Return the sources of all code cells of a release."""
    return [cell.source for notebook in release.notebooks.values() for cell in notebook.cells if cell.kind == "code"]


def grade_submission(grader: Grader, submission: Submission, each: Each = map) -> Graded:
    """Grade a submission. If the grader itself fails, every question is undecided and the other students go on."""
    sandbox = grader.sandbox.report
    try:
        return finished(grader.grade(submission, each), sandbox, partial(documents.lay_out_in, grader.judge))
    except Exception as error:
        log.exception("grading %s failed", printable(submission.student))
        reason = f"grading failed ({type(error).__name__}: {printable(str(error), 300)})"
        return finished(not_graded(grader.assignment, submission, reason, sandbox), sandbox)


def finished(
    submission: GradedSubmission,
    sandbox: SandboxReport,
    lay_out: Callable[[GradedNotebook], str] = documents.lay_out,
    key: str = "",
) -> Graded:
    """Lay out the autograded notebooks of a submission."""
    notebooks = {each.notebook.name: lay_out(each) for each in submission.notebooks}
    known = {name: digests.of_notebook(text) for name, text in notebooks.items()}
    return Graded(Entry(key, submission.result, sandbox, known), notebooks)
