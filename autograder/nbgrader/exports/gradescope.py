"""Gradescope: a `results.json` per submission, as its autograders write it."""

from __future__ import annotations

import hashlib
import json
from typing import Any
from urllib.parse import quote

from nbgrader.api import Gradebook, SubmittedAssignment

from autograder.model import Outcome
from autograder.nbgrader.exports.grades import Export, pairs, total
from autograder.store.graded import Entry
from autograder.store.ledger import Ledger

_MAX_NAME = 255
"""Bytes of a file name on most file systems."""


class Gradescope(Export):
    """A folder with `assignment/student/results.json` and one test per question.

    A question that needs manual grading has no status, and its output says so. Notes for instructors are left out.
    """

    default_name = "gradescope"

    def export(self, gradebook: Gradebook) -> None:
        """Write the files."""
        folder = self.destination()
        for assignment, student, submission in pairs(self, gradebook):
            entry = Ledger(gradebook, assignment.name).entry(student.id)
            path = folder / _file_name(assignment.name) / _file_name(student.id) / "results.json"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(results(submission, entry), indent=1) + "\n", encoding="utf-8")


def _file_name(text: str) -> str:
    """Return a name for a folder: what could lead out of its parent is written as `%2F` is in an address."""
    quoted = "".join(char if char.isprintable() and char not in "/\\%" else quote(char, safe="") for char in text)
    quoted = quoted.replace(".", "%2E", 1) if not quoted.strip(".") else quoted
    if len(quoted.encode()) <= _MAX_NAME:
        return quoted
    return f"{quoted[:40]}-{hashlib.sha256(text.encode()).hexdigest()}"


def results(submission: SubmittedAssignment, entry: Entry | None) -> dict[str, Any]:
    """Return the results of one submission in Gradescope's format."""
    found = entry.result.by_question if entry else {}
    tests = []
    for notebook in submission.notebooks:
        for grade in notebook.grades:
            test: dict[str, Any] = {
                "name": f"{notebook.name}: {grade.name}",
                "score": grade.score,
                "max_score": grade.max_score,
                "visibility": "visible",
                "output_format": "text",
            }
            checked = found.get((notebook.name, grade.name))
            if grade.needs_manual_grade and grade.manual_score is None:
                test["output"] = "This answer still needs manual grading."
            elif checked is not None:
                test["output"] = checked.feedback
                test["status"] = "passed" if checked.outcome is Outcome.CORRECT else "failed"
            tests.append(test)
    return {"score": total(submission), "visibility": "visible", "stdout_visibility": "hidden", "tests": tests}
