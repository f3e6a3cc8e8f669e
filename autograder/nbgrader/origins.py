"""Where the questions of a course come from, for nbgrader's own commands."""

from __future__ import annotations

import functools
from dataclasses import replace
from pathlib import Path

from nbgrader.coursedir import CourseDirectory

from autograder.assignments import Origin, find, names
from autograder.model.setup import CourseFiles
from autograder.store.course import Course
from autograder.store.gradebook import open_gradebook
from autograder.store.test_cells import origin_of, release_of


def is_plain(course: CourseDirectory, assignment: str) -> bool:
    """Whether an assignment has no module with questions: its test cells are the questions."""
    return assignment not in names(Path(course.root))


def questions_of(course: CourseDirectory, assignment: str, files: CourseFiles) -> Origin:
    """Return where the questions of an assignment come from."""
    if is_plain(course, assignment):
        return _plain(str(course.root), str(course.db_url), assignment)
    return replace(find(assignment, Path(course.root)), data=files)


@functools.cache
def _plain(root: str, db_url: str, assignment: str) -> Origin:
    place = Course.at(Path(root))
    with open_gradebook(db_url) as gradebook:
        return origin_of(place, gradebook, release_of(place, assignment))
