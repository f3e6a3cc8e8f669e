"""Make feedback pages with nbgrader's own exporter, which each process builds once."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from nbgrader.converters import GenerateFeedback
from nbgrader.preprocessors import GetGrades

from autograder.course import Course
from autograder.feedback.grades import GivenGrades, Grades


@dataclass(frozen=True)
class Sheet:
    """One feedback page to be made."""

    student: str
    assignment: str
    notebook: str
    source: Path
    grades: Grades


def make_pages(course: Path, sheets: tuple[Sheet, ...]) -> dict[str, str]:
    """Return the pages of one student, by notebook."""
    exporter = _exporter(course)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # nbconvert's remarks on pages are for whoever writes templates
        return {
            sheet.notebook: exporter.from_filename(str(sheet.source), resources=_resources(sheet))[0]
            for sheet in sheets
        }


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
