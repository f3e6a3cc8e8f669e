"""The scores and comments on a feedback page: read from the gradebook, and passed to the process that needs them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.api import Grade, SubmittedNotebook
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import List

from autograder.store.autograded.notebook import GradebookStatus
from autograder.store.gradebook import open_gradebook


@dataclass(frozen=True)
class Grades:
    """Scores and comments of one submitted notebook, by `grade_id`."""

    scores: Mapping[str, tuple[float, float]]
    statuses: Mapping[str, GradebookStatus]
    comments: Mapping[str, str | None]
    said: Mapping[str, str | None]
    """Only comments that a grader wrote; the feedback of the checks is on the cards."""
    score: float
    max_score: float
    late_penalty: float | None

    @classmethod
    def of(cls, notebook: SubmittedNotebook) -> Grades:
        """Return the grades of a notebook in the gradebook."""
        return cls(
            {grade.name: (grade.score, grade.max_score) for grade in notebook.grades},
            {grade.name: _status(grade) for grade in notebook.grades},
            {comment.name: comment.comment for comment in notebook.comments},
            {comment.name: comment.manual_comment for comment in notebook.comments},
            notebook.score,
            notebook.max_score,
            notebook.late_submission_penalty,
        )

    @classmethod
    def read(cls, scope: Mapping[str, str]) -> Grades:
        """Read the grades of one notebook from the gradebook. `scope` is `resources["nbgrader"]`."""
        with open_gradebook(scope["db_url"]) as gradebook:
            return cls.of(gradebook.find_submission_notebook(scope["notebook"], scope["assignment"], scope["student"]))


def _status(grade: Grade) -> GradebookStatus:
    return GradebookStatus(grade.score, bool(grade.needs_manual_grade), grade.manual_score is not None)


class GivenGrades(NbGraderPreprocessor):
    """Replaces nbgrader's `GetGrades`: takes the grades from `resources["grades"]`, not from the gradebook."""

    display_data_priority = List(
        [
            *("text/html", "application/pdf", "text/latex", "image/svg+xml", "image/png", "image/jpeg", "text/plain"),
        ]
    ).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Set the scores, comments and late penalty for nbgrader's template."""
        grades: Grades = resources["grades"]
        for cell in nb.cells:
            name = cell.metadata.get("nbgrader", {}).get("grade_id")
            if utils.is_solution(cell) or utils.is_task(cell):
                cell.metadata.nbgrader["comment"] = grades.comments[name]
            if utils.is_grade(cell) or utils.is_task(cell):
                cell.metadata.nbgrader["score"], cell.metadata.nbgrader["points"] = grades.scores[name]
        penalty = grades.late_penalty or 0
        resources["nbgrader"]["score"] = grades.score - penalty
        resources["nbgrader"]["max_score"] = grades.max_score
        resources["nbgrader"]["late_penalty"] = penalty
        return nb, resources
