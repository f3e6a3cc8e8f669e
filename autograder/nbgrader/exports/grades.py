"""What all exports share: reading nbgrader's gradebook and writing CSV files."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from nbgrader.api import Assignment, Gradebook, MissingEntry, Student, SubmittedAssignment
from nbgrader.plugins import ExportPlugin


class Export(ExportPlugin):
    """Base class of the exports: selected assignments and students, and the file to write.

    nbgrader's options `--to`, `--assignment` and `--student` set `to`, `assignment` and `student`.
    """

    default_name = "grades.csv"

    def destination(self) -> Path:
        """Return the path to write to, and create its folder."""
        path = Path(self.to or self.default_name)
        path.parent.mkdir(parents=True, exist_ok=True)
        self.log.info("Exporting grades to %s", path)
        return path

    def assignments(self, gradebook: Gradebook) -> list[Assignment]:
        """Return the selected assignments, in nbgrader's order."""
        return [each for each in gradebook.assignments if not self.assignment or each.name in self.assignment]

    def students(self, gradebook: Gradebook) -> list[Student]:
        """Return the selected students, sorted by id."""
        chosen = {str(each) for each in self.student}
        return sorted(
            (each for each in gradebook.students if not chosen or each.id in chosen), key=lambda each: each.id
        )


def submission(gradebook: Gradebook, assignment: Assignment, student: Student) -> SubmittedAssignment | None:
    """Return a student's submission, or None."""
    try:
        return gradebook.find_submission(assignment.name, student.id)
    except MissingEntry:
        return None


def total(found: SubmittedAssignment) -> float:
    """Return the points after the late penalty."""
    return max(0.0, float(found.score) - float(found.late_submission_penalty or 0.0))


def full_name(student: Student) -> str:
    """Return the name as "Last, First", or the id if no name is known."""
    known = [each for each in (student.last_name, student.first_name) if each]
    return ", ".join(known) or str(student.id)


def number(value: float) -> str:
    """Return a number with at most six significant digits."""
    return f"{value:.6g}"


def write_table(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a CSV file in UTF-8."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


def pairs(export: Export, gradebook: Gradebook) -> Iterator[tuple[Assignment, Student, SubmittedAssignment]]:
    """Yield every selected submission."""
    for assignment in export.assignments(gradebook):
        for student in export.students(gradebook):
            if (found := submission(gradebook, assignment, student)) is not None:
                yield assignment, student, found
