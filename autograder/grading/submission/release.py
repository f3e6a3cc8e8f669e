"""The released notebooks of an assignment, into which every submission is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder.grading.submission.cells import Notebook, NotebookCell, Role
from autograder.model.errors import CourseError
from autograder.model.setup import NO_SETUP, Setup


@dataclass(frozen=True)
class Release:
    """The released notebooks of one assignment, by name, and what the course adds to the sandbox."""

    assignment: str
    notebooks: Mapping[str, Notebook]
    setup: Setup = NO_SETUP


def read_release(folder: Path, assignment: str, setup: Setup = NO_SETUP) -> Release:
    """Read the released notebooks in `folder`.

    Raises
    ------
    CourseError
        The folder holds no notebooks, or one that cannot be read.
    """
    paths = sorted(folder.glob("*.ipynb"))
    if not paths:
        raise CourseError(
            f"no released notebooks in {folder}; run `nbgrader generate_assignment {assignment}` in the course first"
        )
    return Release(assignment, {path.stem: read_released_notebook(path) for path in paths}, setup)


def read_released_notebook(path: Path) -> Notebook:
    """Read one released notebook; raises CourseError if it is not readable."""
    try:
        node = nbformat.read(path, as_version=4)
    except Exception as error:
        raise CourseError(
            f"{path} is not a readable notebook ({error}); "
            f"run `nbgrader generate_assignment {path.parent.name}` to generate it again"
        ) from error
    return Notebook(path.stem, tuple(_released_cell(cell, place) for place, cell in enumerate(node.cells)))


def _released_cell(cell: NotebookNode, place: int) -> NotebookCell:
    known = dict(cell.metadata.get("nbgrader", {}))
    return NotebookCell(
        id=known.get("grade_id") or cell.get("id") or f"released-{place}",  # notebooks before 4.5 have no ids
        kind=cell.cell_type,
        source=cell.source,
        role=_role(known),
        released=cell.source,
        nbgrader=known,
        attachments=dict(cell.get("attachments", {})),
    )


def _role(known: Mapping[str, object]) -> Role:
    if known.get("task"):
        return Role.GRADE  # locked, with points; the student's work is in the cells below it
    match bool(known.get("grade")), bool(known.get("solution")):
        case True, True:
            return Role.WRITTEN
        case True, False:
            return Role.GRADE
        case False, True:
            return Role.SOLUTION
    return Role.RELEASED
