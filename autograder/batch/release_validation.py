"""Read the released notebooks, and check that they have the questions of the course."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from autograder.grading.submission import Release, read_release
from autograder.model import Assignment
from autograder.model.errors import CourseError
from autograder.text import did_you_mean

if TYPE_CHECKING:
    from autograder.store.course import Course  # workers do not import nbgrader


def find_release(course: Course, assignment: str, notebook: str | None = None) -> Release:
    """Read the release of an assignment. `match_release` compares it with the questions, which workers load.

    Parameters
    ----------
    course : Course
    assignment : str
    notebook : str, optional
        A notebook that the release has to contain.

    Raises
    ------
    CourseError
        There is no such assignment, no release of it, or no such notebook.
    """
    course.require(assignment)
    release = read_release(course.release(assignment), assignment, course.setup(assignment))
    if notebook is not None and notebook not in release.notebooks:
        there = ", ".join(release.notebooks)
        alike = did_you_mean(notebook, release.notebooks)
        raise CourseError(f"assignment {assignment!r} has no notebook {notebook!r}{alike}; there are: {there}")
    return release


def match_release(release: Release, questions: Assignment) -> Release:
    """Return the release with its notebooks in the order of the questions.

    Raises
    ------
    CourseError
        The release has other notebooks or other questions.
    """
    for name, notebook in release.notebooks.items():
        if {question.name for question in questions.notebooks.get(name, ())} != set(notebook.questions):
            raise CourseError(
                f"the released notebook {release.assignment}/{name} does not have the questions of the course; "
                f"{_mend(release.assignment)}"
            )
    if missing := [name for name in questions.notebooks if name not in release.notebooks]:
        raise CourseError(
            f"the release of {release.assignment!r} lacks {', '.join(missing)}; {_mend(release.assignment)}"
        )
    return replace(release, notebooks={name: release.notebooks[name] for name in questions.notebooks})


def _mend(assignment: str) -> str:
    return (
        f"run `nbgrader generate_assignment {assignment}` again; `autograder check {assignment}` lists the differences"
    )
