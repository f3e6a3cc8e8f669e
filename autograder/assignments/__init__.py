"""The assignments of this package, one package each with a module per notebook, and their NumPy reference.

A course may add its own assignments.
"""

from __future__ import annotations

from pathlib import Path

from autograder.assignments.discovery import known_names as names
from autograder.assignments.origin import Origin, own
from autograder.model import Assignment
from autograder.model.errors import CourseError
from autograder.text import did_you_mean


def find(name: str, course: Path | None = None) -> Origin:
    """Return where an assignment comes from: the course's folder `assignments/`, or else this package.

    Parameters
    ----------
    name : str
    course : Path, optional
        The course's folder, with `nbgrader_config.py` in it.

    Raises
    ------
    CourseError
        There is no such assignment.
    """
    known = names(course)
    if name not in known:
        raise CourseError(f"there is no assignment {name!r}{did_you_mean(name, known)}; there are: {', '.join(known)}")
    return (own(name, course) if course else None) or Origin(name)


def load(assignment: str | Origin) -> Assignment:
    """Return an assignment: one of this package by its name, or any by its origin.

    Raises
    ------
    CourseError
        There is no such assignment, or its module has an error.
    """
    return (find(assignment) if isinstance(assignment, str) else assignment).load()


__all__ = ["Origin", "find", "load", "names"]
