"""Generates feedback pages in worker processes, with nbgrader's own exporter."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from nbgrader.converters import GenerateFeedback
from nbgrader.preprocessors import GetGrades

from autograder.model.errors import AutograderError
from autograder.nbgrader.feedback.grades import GivenGrades, Grades
from autograder.processes.service import Service
from autograder.store.course import Course


@dataclass(frozen=True)
class Sheet:
    """One feedback page to generate."""

    student: str
    assignment: str
    notebook: str
    source: Path
    grades: Grades


def start() -> Service:
    """Import the libraries before processes are forked."""
    return Service(lambda request: make_pages(*request), fork=True)


def make_pages(course: Path, sheets: tuple[Sheet, ...]) -> dict[str, str]:
    """Return the pages of one student, by notebook.

    Raises
    ------
    AutograderError
        A page cannot be made; it says which one.
    """
    exporter = _exporter(course)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # nbconvert's warnings are for authors of templates
        return {sheet.notebook: _page(exporter, sheet) for sheet in sheets}


def _page(exporter: Any, sheet: Sheet) -> str:
    try:
        page, _ = exporter.from_filename(str(sheet.source), resources=_resources(sheet))
    except Exception as error:  # nbconvert raises many types
        raise AutograderError(f"{sheet.notebook}: {type(error).__name__}: {error}") from error
    return str(page)


def converter(course: Course) -> GenerateFeedback:
    """Return nbgrader's converter with the settings of a course."""
    return GenerateFeedback(coursedir=course.directory, config=course.config)


@cache
def _exporter(root: Path) -> Any:
    made = converter(Course.at(root))
    exporter = made.exporter_class(parent=made, config=made.config)
    for each in made.preprocessors:
        exporter.register_preprocessor(GivenGrades if each is GetGrades else each)
    return exporter


def _resources(sheet: Sheet) -> dict[str, Any]:
    return {
        "unique_key": sheet.notebook,
        "output_files_dir": f"{sheet.notebook}_files",
        "nbgrader": {"student": sheet.student, "assignment": sheet.assignment, "notebook": sheet.notebook},
        "grades": sheet.grades,
    }
