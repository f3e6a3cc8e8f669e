"""Grade many submissions: from the folders that were handed in to the gradebook and the autograded notebooks.

This is the fast road to what `nbgrader autograde` writes: the same reading, grading and recording, without a kernel and
without converting every notebook twice.
"""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook
from nbgrader.preprocessors import AssignLatePenalties
from nbgrader.utils import parse_utc
from sqlalchemy.exc import SAWarning

from autograder.assignments import load
from autograder.course import Course
from autograder.errors import CourseError
from autograder.gradebook import know_release, open_gradebook, record
from autograder.grading import Grader, Report
from autograder.judging import JudgeProcess
from autograder.model import Assignment
from autograder.pages import autograded_page
from autograder.sandbox import Sandbox
from autograder.submission import Release, read_release, read_submission
from autograder.submission.intake import Unreadable, read_file
from autograder.text import printable

log = logging.getLogger(__name__)


def prepare(course: Course, assignment: str, notebook: str | None = None) -> tuple[Assignment, Release]:
    """Load an assignment's questions and its release, and see that they fit together.

    Raises
    ------
    CourseError
        They do not, or one of them is missing, or there is no such notebook.
    """
    questions = load(assignment)
    release = read_release(course.release(assignment), assignment)
    for name, frame in release.notebooks.items():
        if {question.name for question in questions.notebooks.get(name, ())} != set(frame.questions):
            raise CourseError(f"the released notebook {assignment}/{name} does not have the questions of the course")
    in_order = {name: release.notebooks[name] for name in questions.notebooks if name in release.notebooks}
    if len(in_order) != len(questions.notebooks):
        raise CourseError(f"the release of {assignment!r} lacks notebooks of the course")
    if notebook is not None and notebook not in in_order:
        raise CourseError(f"assignment {assignment!r} has no notebook {notebook!r}")
    return questions, replace(release, notebooks=in_order)


def grade_cohort(
    course: Course,
    questions: Assignment,
    release: Release,
    sandbox: Sandbox,
    students: Sequence[str],
    notebook: str | None = None,
) -> Iterator[Report]:
    """Grade the students' submissions, or one notebook of each, and record each before the next is begun."""
    asked = release if notebook is None else replace(release, notebooks={notebook: release.notebooks[notebook]})
    with open_gradebook(course.db_url) as gradebook, JudgeProcess(questions.name) as judge:
        know_release(gradebook, release)
        grader = Grader(questions, sandbox, judge)
        for student in students:
            report = _grade(course, asked, grader, student)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", SAWarning)  # nbgrader's gradebook relies on what SQLAlchemy warns of
                _record(course, gradebook, report)
            yield report


def _grade(course: Course, release: Release, grader: Grader, student: str) -> Report:
    submission = read_submission(course.submitted(student, release.assignment), student, release)
    try:
        return grader.grade(submission)
    except Exception as error:  # a fault of ours must not cost the others their grades, nor this one points
        log.exception("grading %s failed", student)
        reason = f"grading failed ({type(error).__name__}: {error})"
        broken = {name: replace(each, unreadable=reason) for name, each in submission.notebooks.items()}
        report = grader.grade(replace(submission, notebooks=broken))
        return replace(report, problems=(*report.problems, reason))


def _record(course: Course, gradebook: Gradebook, report: Report) -> None:
    """Write pages and scores. The scores of a submission are committed together, after its pages are in place."""
    when, problem = _timestamp(course.submitted(report.student, report.assignment))
    if problem:
        log.warning("%s: %s", report.student, problem)
    gradebook.update_or_create_student(report.student)
    more = {"timestamp": when} if when else {}
    submission = gradebook.update_or_create_submission(report.assignment, report.student, **more)
    pages = {each.notebook.name: autograded_page(each) for each in report.notebooks}
    _write_pages(course, report, {name: nbformat.writes(page) for name, page in pages.items()})
    for name, page in pages.items():
        record(gradebook.find_submission_notebook(name, report.assignment, report.student), page)
    gradebook.db.commit()
    if submission.duedate is not None:
        for name, page in pages.items():
            scope = {"student": report.student, "assignment": report.assignment, "notebook": name}
            AssignLatePenalties(config=course.config).preprocess(page, {"nbgrader": {**scope, "db_url": course.db_url}})
        gradebook.db.expire_all()


def _timestamp(folder: Path) -> tuple[datetime | None, str]:
    """Read the time of submission as nbgrader leaves it; anything else is a problem, not a failure."""
    path = folder / "timestamp.txt"
    if not os.path.lexists(path):
        return None, ""
    try:
        return parse_utc(read_file(path)[:200].decode().strip()), ""
    except (Unreadable, ValueError, OverflowError) as error:
        reason = printable(str(error), 150)
        return None, f"timestamp.txt could not be read ({reason}); the submission counts as handed in without a time"


def _write_pages(course: Course, report: Report, pages: dict[str, str]) -> None:
    """Replace a student's autograded folder as a whole: a grader that is killed leaves the old or the new one."""
    submitted = course.submitted(report.student, report.assignment)
    target = course.autograded(report.student, report.assignment)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".writing-", dir=target.parent) as scratch:
        fresh = Path(scratch) / "new"
        fresh.mkdir()
        if target.is_dir():  # notebooks that were not graded this time
            for kept in target.glob("*.ipynb"):
                shutil.copy2(kept, fresh / kept.name)
        for name, text in pages.items():
            path = fresh / f"{name}.ipynb"
            path.unlink(missing_ok=True)
            path.write_text(text + "\n", encoding="utf-8")
            path.chmod(0o444)
        with suppress(Unreadable):
            (fresh / "timestamp.txt").write_bytes(read_file(submitted / "timestamp.txt"))
        if target.exists():
            target.rename(Path(scratch) / "old")
        fresh.rename(target)
