"""Lets `nbgrader autograde` read a whole submission; nbgrader itself reads one file at a time."""

from __future__ import annotations

import atexit
import functools
import glob
import os
from fnmatch import fnmatchcase
from logging import Logger
from pathlib import Path

from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory

from autograder.assignments import Origin
from autograder.batch import documents
from autograder.grading.judge import JudgeProcess
from autograder.grading.submission import Notebook, Submission, collect, read_release
from autograder.nbgrader.origins import questions_of
from autograder.store.course_files import read_setup
from autograder.text import printable


def convert_all_notebooks(converter: Autograde) -> None:
    """Make a converter grade all released notebooks of each submission, however the submitted files are named.

    nbgrader would give a notebook without a file of that name 0 points and would not ask a grader, although its answers
    may be in a file with another name.
    """
    course = converter.coursedir
    release = Path(course.format_path(course.release_directory, ".", course.assignment_id))
    released = sorted(path.name for path in release.glob("*.ipynb") if fnmatchcase(path.stem, course.notebook_id))
    for folder in glob.glob(course.format_path(course.submitted_directory, course.student_id, course.assignment_id)):
        if os.path.isdir(folder):
            converter.assignments[folder] = [os.path.join(folder, name) for name in released]


@functools.cache
def judge_of(origin: Origin) -> JudgeProcess:
    """Return the judges that all submissions of this process share."""
    judge = JudgeProcess(origin, preload=documents.__name__)
    atexit.register(judge.close)
    return judge


class Submissions:
    """Reads each submission once, for all of its notebooks, and logs what was odd about its files."""

    def __init__(self, course: CourseDirectory, log: Logger) -> None:
        self._course, self._log = course, log
        self._last: Submission | None = None

    def notebook(self, assignment: str, student: str, name: str) -> Notebook:
        """Return a notebook of a submission, which may be in any of the submitted files."""
        last = self._last
        if last is None or (last.assignment, last.student) != (assignment, student):
            self._last = last = self._read(assignment, student)
        return last.notebooks[name]

    def _read(self, assignment: str, student: str) -> Submission:
        course = self._course
        source = Path(course.format_path(course.source_directory, ".", assignment))
        setup = read_setup(course.config, source, assignment)
        release = read_release(Path(course.format_path(course.release_directory, ".", assignment)), assignment, setup)
        folder = Path(course.format_path(course.submitted_directory, student, assignment))
        origin = questions_of(course, assignment, setup.files)
        submission = documents.read_in(judge_of(origin), collect(folder, release), student, release)
        for problem in submission.problems:
            self._log.warning("%s: %s", printable(student), problem)
        return submission
