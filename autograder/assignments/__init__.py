"""The questions: one package an assignment, one module a notebook."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from autograder.errors import CourseError
from autograder.model import Assignment


def names() -> tuple[str, ...]:
    """Return the names of the assignments, in alphabetical order: the packages and modules in this folder."""
    return tuple(sorted(module.name for module in iter_modules(__path__)))


def load(name: str) -> Assignment:
    """Return the assignment of this name.

    Raises
    ------
    CourseError
        There is none.
    """
    if name not in names():
        raise CourseError(f"there is no assignment {name!r}; there are: {', '.join(names())}")
    assignment = import_module(f"{__name__}.{name}").assignment
    assert isinstance(assignment, Assignment)
    return assignment
