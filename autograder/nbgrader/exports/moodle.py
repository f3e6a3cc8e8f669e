"""Moodle: a CSV file for "Import: CSV file" in its gradebook."""

from __future__ import annotations

from nbgrader.api import Gradebook

from autograder.nbgrader.exports.grades import Export, number, submission, total, write_table
from autograder.text import escape_formula, printable

HEADER = ("First name", "Last name", "ID number", "Email address")


class Moodle(Export):
    """One row per student with the columns of Moodle's own export; map "ID number" or "Email address" when importing.

    Grades are points, so a column is called "Assignment: name (Real)" as in Moodle. Without a submission the cell is
    "-", which means no grade in Moodle.
    """

    default_name = "moodle.csv"

    def export(self, gradebook: Gradebook) -> None:
        """Write the file."""
        assignments = self.assignments(gradebook)
        rows = []
        for student in self.students(gradebook):
            who = [student.first_name or "", student.last_name or "", student.id, student.email or ""]
            found = (submission(gradebook, assignment, student) for assignment in assignments)
            rows.append([*map(escape_formula, who), *("-" if each is None else number(total(each)) for each in found)])
        header = (*HEADER, *(f"Assignment: {printable(each.name)} (Real)" for each in assignments))
        write_table(self.destination(), header, rows)
