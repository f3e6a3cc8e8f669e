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
from autograder.processes.limits import end_after
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


MEMORY_MB = 1024
CPU_SECONDS = 30
"""Maximum processor time of a page, after which the process that makes it is ended."""


def start() -> Service:
    """Import the libraries before processes are forked."""
    return Service(lambda request: make_page(*request), fork=True, memory_mb=MEMORY_MB)


def make_page(course: Path, sheet: Sheet, as_written: bool) -> str:
    """Return a feedback page.

    Parameters
    ----------
    course : Path
    sheet : Sheet
    as_written : bool
        Show the student's texts without laying them out.

    Raises
    ------
    AutograderError
        The page cannot be made.
    """
    end_after(CPU_SECONDS)
    exporter = _exporter(course)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # nbconvert's warnings are for authors of templates
        return _page(exporter, sheet, as_written)


def _page(exporter: Any, sheet: Sheet, as_written: bool) -> str:
    try:
        page, _ = exporter.from_filename(str(sheet.source), resources=_resources(sheet, as_written))
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


def _resources(sheet: Sheet, as_written: bool) -> dict[str, Any]:
    return {
        "unique_key": sheet.notebook,
        "output_files_dir": f"{sheet.notebook}_files",
        "nbgrader": {"student": sheet.student, "assignment": sheet.assignment, "notebook": sheet.notebook},
        "grades": sheet.grades,
        "as_written": as_written,
    }
