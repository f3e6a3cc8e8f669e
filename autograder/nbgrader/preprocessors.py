"""nbgrader's seam: what its unmodified commands call, wired up in `nbgrader_config.py`.

`nbgrader autograde` reads a submission with `SubmissionExporter`, runs `Judge` in place of executing the notebook with
its tests inside, and `RecordVerdicts` in place of reading scores from outputs. `nbgrader generate_assignment` runs
`CheckSource` first.
"""

from __future__ import annotations

import atexit
import functools
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbgrader.api import MissingEntry
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor, SaveAutoGrades
from traitlets import Bool, Unicode

from autograder.assignments import Origin, find
from autograder.grading.grader import Grader
from autograder.grading.judge import JudgeProcess
from autograder.grading.submission import Notebook
from autograder.grading.submission.folder import read_notebook
from autograder.grading.submission.release import read_released_notebook
from autograder.model.errors import CourseError
from autograder.release_check import lint
from autograder.sandbox import Sandbox, open_sandbox
from autograder.store import ledger
from autograder.store.autograded.notebook import autograded_page
from autograder.store.gradebook import clear_scores, open_gradebook, record


class SubmissionExporter(NotebookExporter):
    """Reads a submitted file in the frame of the released notebook, and anything else as it is.

    Whatever the file is, the result is the released notebook with what could be read of the student's sources in it.
    The scores of an earlier submission are forgotten before the file is touched.
    """

    def from_filename(self, filename: str, resources: Any = None, **kw: Any) -> Any:
        course = CourseDirectory(config=self.config)
        scope = (resources or {}).get("nbgrader", {})
        if "student" not in scope or not _is_submitted(filename, scope, course):
            return super().from_filename(filename, resources=resources, **kw)
        _forget(scope)
        released = Path(course.format_path(course.release_directory, ".", scope["assignment"]))
        frame = read_released_notebook(released / f"{scope['notebook']}.ipynb")
        node = read_notebook(Path(filename), frame).to_node()
        return super().from_notebook_node(node, resources=resources, **kw)  # type: ignore[no-untyped-call]


def _is_submitted(filename: str, scope: dict[str, str], course: CourseDirectory) -> bool:
    folder = course.format_path(course.submitted_directory, scope["student"], scope["assignment"])
    return Path(filename).parent.absolute() == Path(folder).absolute()


def _forget(scope: dict[str, str]) -> None:
    with open_gradebook(scope["db_url"]) as gradebook:
        try:
            notebook = gradebook.find_submission_notebook(scope["notebook"], scope["assignment"], scope["student"])
        except MissingEntry:
            return
        clear_scores(notebook)
        gradebook.db.commit()


class Judge(NbGraderPreprocessor):
    """Runs the notebook in the sandbox, asks its questions and writes verdicts and outputs into it."""

    level = Unicode("", help="Sandbox level to use; empty for the strongest that works here.").tag(config=True)
    force = Bool(False, help="Grade even where no sandbox level protects.").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        scope = resources["nbgrader"]
        questions = find(scope["assignment"], Path(CourseDirectory(config=self.config).root))
        grader = _grader(questions, self.level or None, self.force)
        report = grader.grade_notebook(scope["student"], Notebook.from_node(scope["notebook"], nb))
        for problem in report.problems:
            self.log.warning("%s/%s: %s", scope["student"], scope["notebook"], problem)
        return autograded_page(report), resources


class RecordVerdicts(SaveAutoGrades):
    """Writes the verdicts that `Judge` left in the notebook into the gradebook."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        scope = resources["nbgrader"]
        with open_gradebook(scope["db_url"]) as gradebook:
            found = gradebook.find_submission_notebook(scope["notebook"], scope["assignment"], scope["student"])
            record(found, nb)
            ledger.forget(gradebook, scope["assignment"], scope["student"])
            gradebook.db.commit()
        return nb, resources


class CheckSource(NbGraderPreprocessor):
    """Refuses to hand out a notebook that does not fit its questions, or a folder with files that do not belong."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        scope = resources["nbgrader"]
        course = CourseDirectory(config=self.config)
        asked = find(scope["assignment"], Path(course.root)).load().notebooks
        if scope["notebook"] not in asked:
            raise CourseError(f"assignment {scope['assignment']!r} has no questions for notebook {scope['notebook']!r}")
        folder = Path(course.format_path(course.source_directory, ".", scope["assignment"]))
        problems = lint.source_problems(nb, asked[scope["notebook"]])
        problems += lint.stray_files(folder, allowed=[f"{name}.ipynb" for name in asked])
        if problems:
            raise CourseError(f"{scope['assignment']}/{scope['notebook']}: " + "; ".join(problems))
        return nbformat.from_dict(nb), resources


@functools.cache
def _sandbox(level: str | None, force: bool) -> Sandbox:
    """One sandbox serves all submissions of a process."""
    sandbox = open_sandbox(level, force=force)
    atexit.register(sandbox.close)
    return sandbox


@functools.cache
def _grader(questions: Origin, level: str | None, force: bool) -> Grader:
    judge = JudgeProcess(questions)
    atexit.register(judge.close)
    return Grader(judge.outline, _sandbox(level, force), judge)
