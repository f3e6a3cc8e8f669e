"""Canvas: a CSV file for the "Import" page of its gradebook."""

from __future__ import annotations

from nbgrader.api import Gradebook

from autograder.nbgrader.exports.grades import Export, full_name, number, submission, total, write_table
from autograder.text import escape_formula

HEADER = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")


class Canvas(Export):
    """One row per student, one column per assignment, and a row "Points Possible" below the header.

    Canvas finds a student by its own ID or by the SIS ids: both SIS columns contain nbgrader's student id, and the
    column ID contains nbgrader's `lms_user_id` if it is set. Without a submission the cell is empty, and Canvas keeps
    the grade that it has.
    """

    default_name = "canvas.csv"

    def export(self, gradebook: Gradebook) -> None:
        """Write the file."""
        assignments = self.assignments(gradebook)
        possible = ["    Points Possible", "", "", "", "", *(number(each.max_score) for each in assignments)]
        rows = [possible]
        for student in self.students(gradebook):
            who = [full_name(student), student.lms_user_id or "", student.id, student.id, ""]
            found = (submission(gradebook, assignment, student) for assignment in assignments)
            rows.append([*map(escape_formula, who), *("" if each is None else number(total(each)) for each in found)])
        write_table(self.destination(), (*HEADER, *(escape_formula(each.name) for each in assignments)), rows)
