"""A CSV table with one row per student and question."""

from __future__ import annotations

from collections.abc import Iterator

from nbgrader.api import Gradebook

from autograder.nbgrader.exports.grades import Export, number, pairs, write_table
from autograder.store.ledger import Ledger
from autograder.text import escape_formula

HEADER = (
    *("assignment", "student", "notebook", "question", "score", "max_score", "auto_score", "manual_score"),
    *("needs_manual_grade", "outcome", "misconception"),
)


class PerQuestion(Export):
    """The score, outcome and misconception of every question, for your own statistics."""

    default_name = "questions.csv"

    def export(self, gradebook: Gradebook) -> None:
        """Write the table."""
        write_table(self.destination(), HEADER, self._rows(gradebook))

    def _rows(self, gradebook: Gradebook) -> Iterator[list[str]]:
        for assignment, student, submission in pairs(self, gradebook):
            entry = Ledger(gradebook, assignment.name).entry(student.id)
            found = entry.result.by_question if entry else {}
            for notebook in submission.notebooks:
                for grade in notebook.grades:
                    checked = found.get((notebook.name, grade.name))
                    yield [
                        *(escape_formula(each) for each in (assignment.name, student.id, notebook.name, grade.name)),
                        number(grade.score),
                        number(grade.max_score),
                        "" if grade.auto_score is None else number(grade.auto_score),
                        "" if grade.manual_score is None else number(grade.manual_score),
                        "yes" if grade.needs_manual_grade else "no",
                        checked.outcome if checked else "",
                        escape_formula((checked and checked.misconception) or ""),
                    ]
