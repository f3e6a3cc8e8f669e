"""Where the questions of a course come from: its modules, or the test cells of ordinary nbgrader notebooks.

The test cells with their hidden tests are in the gradebook once `nbgrader generate_assignment` has run; before that,
they are only in the source notebooks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace

import nbformat
from nbgrader.api import Gradebook, MissingEntry

from autograder.assignments import Origin, find, names
from autograder.assignments.discovery import own_names
from autograder.grading.submission import Notebook, NotebookCell, Release, Role, read_release
from autograder.model import Question
from autograder.model.errors import CourseError
from autograder.questions.inline import Inline, Task
from autograder.questions.manually_graded import ManuallyGraded
from autograder.store.course import Course

_GENERATED = re.compile(r"^\s*###\s*(?:HASHED\s+)?AUTOTEST", re.MULTILINE)
"""Tests that `nbgrader generate_assignment` has to write first."""


def release_of(course: Course, assignment: str) -> Release:
    """Return the released notebooks of an assignment."""
    return read_release(course.release(assignment), assignment, course.setup(assignment))


def origin_of(course: Course, gradebook: Gradebook | None, release: Release) -> Origin:
    """Return where the questions of an assignment come from.

    Parameters
    ----------
    course : Course
    gradebook : Gradebook or None
        None if the course has none yet.
    release : Release

    Raises
    ------
    CourseError
        The tests of a cell cannot be found.
    """
    assignment = release.assignment
    own = assignment in own_names(course.root)
    if assignment in names(course.root) and not own:
        return replace(find(assignment), data=release.setup.files)
    known = find(assignment, course.root) if own else Origin(assignment)
    tests = (gradebook and _kept(gradebook, assignment)) or _in_source(course, assignment)
    solutions = _solutions(course, assignment)
    inline = tuple(
        (name, tuple(_questions(notebook, tests, solutions.get(name, ()))))
        for name, notebook in release.notebooks.items()
    )
    return replace(known, data=release.setup.files, inline=inline)


def tests_of(origin: Origin) -> dict[str, dict[str, str]]:
    """Return the sources of the test cells with their hidden tests, by notebook and name."""
    return {
        notebook: {each.name: each.source for each in questions if isinstance(each, Inline)}
        for notebook, questions in origin.inline
    }


def _questions(
    notebook: Notebook, tests: Mapping[tuple[str, str], str], solutions: tuple[tuple[str, str], ...]
) -> Iterator[Question]:
    """Yield a question for each graded cell of a released notebook."""
    for cell in notebook.cells:
        if cell.role is Role.WRITTEN:
            yield ManuallyGraded(name=cell.id)
        elif cell.role is Role.GRADE and cell.kind != "code":
            yield Task(name=cell.id)
        elif cell.role is Role.GRADE:
            source = _complete(notebook, cell, tests)
            yield Inline(name=cell.id, source=source, points=cell.points, visible=cell.source, solutions=solutions)


def _complete(notebook: Notebook, cell: NotebookCell, tests: Mapping[tuple[str, str], str]) -> str:
    """Return a test cell with its hidden tests."""
    source = tests.get((notebook.name, cell.id))
    if source is None:
        raise CourseError(
            f"the tests of cell `{cell.id}` of notebook {notebook.name!r} are neither in the gradebook nor in the "
            "source notebook; run `nbgrader generate_assignment` for this assignment again"
        )
    return source


def _kept(gradebook: Gradebook, assignment: str) -> dict[tuple[str, str], str]:
    """Return the test cells that the gradebook has; empty if it does not know the assignment."""
    try:
        known = gradebook.find_assignment(assignment)
    except MissingEntry:
        return {}
    return {(notebook.name, cell.name): cell.source for notebook in known.notebooks for cell in notebook.source_cells}


def _solutions(course: Course, assignment: str) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return the instructor's code cells that students write, by notebook; none for a notebook without a source."""
    found = {}
    for path in sorted(course.source(assignment).glob("*.ipynb")):
        with suppress(Exception):  # grading does not need them; `autograder check` reports what cannot be read
            cells = nbformat.read(path, as_version=4).cells
            known = ((cell.metadata.get("nbgrader", {}), cell.source) for cell in cells if cell.cell_type == "code")
            found[path.stem] = tuple((about["grade_id"], source) for about, source in known if about.get("solution"))
    return found


def _in_source(course: Course, assignment: str) -> dict[tuple[str, str], str]:
    """Return the cells of the source notebooks."""
    found = {}
    for path in sorted(course.source(assignment).glob("*.ipynb")):
        try:
            node = nbformat.read(path, as_version=4)
        except Exception as error:  # nbformat raises many kinds
            raise CourseError(f"{path} is not a readable notebook ({error})") from error
        for cell in node.cells:
            name = cell.metadata.get("nbgrader", {}).get("grade_id")
            if name and _GENERATED.search(cell.source):
                raise CourseError(
                    f"cell `{name}` of {path} has tests to be generated; "
                    f"run `nbgrader generate_assignment {assignment}` first"
                )
            found[path.stem, name] = cell.source
    return found
