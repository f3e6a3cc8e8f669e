"""Preprocessors and an exporter that nbgrader's unmodified commands call; `nbgrader_config.py` lists them.

`nbgrader autograde` reads a submission with `SubmissionExporter`. `Judge` then replaces nbgrader's `Execute`, and
`RecordVerdicts` replaces `SaveAutoGrades`. `nbgrader generate_assignment` runs `CheckSource` first.
"""

from __future__ import annotations

import atexit
import functools
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbformat.reader import NotJSONError
from nbformat.validator import ValidationError
from nbgrader.api import MissingEntry
from nbgrader.converters import Autograde, GenerateAssignment
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor, SaveAutoGrades
from traitlets import Bool, Unicode

from autograder.assignments import Origin, find
from autograder.batch import documents
from autograder.grading.grader import Grader
from autograder.grading.levels import with_levels
from autograder.grading.submission import Notebook, Release, collect, read_release
from autograder.model import Assignment
from autograder.model.errors import CourseError
from autograder.model.libraries import Libraries
from autograder.model.setup import Setup
from autograder.nbgrader.course_directory import GuardedCourseDirectory, leave_out_unmatched
from autograder.nbgrader.origins import is_plain, questions_of
from autograder.nbgrader.release import keep_release_on_failure
from autograder.nbgrader.submitted import Submissions, convert_all_notebooks, judge_of
from autograder.release_check import lint
from autograder.sandbox import Sandbox, open_sandbox
from autograder.store import ledger
from autograder.store.course import private_paths
from autograder.store.course_files import course_files, read_setup
from autograder.store.exchange_files import copy_exchange_files, time_of
from autograder.store.gradebook import clear_scores, enter_time, open_gradebook, record
from autograder.store.secret import course_secret
from autograder.store.settings import read_settings
from autograder.store.timestamps import Timestamp

_RESULT = "autograder_result"
"""Key of `resources` under which `Judge` passes the results to `RecordVerdicts`."""


class SubmissionExporter(NotebookExporter):
    """Rebuilds a submitted notebook from the released one, and reads any other notebook as it is.

    The result is always the released notebook, with the student's answers as far as they can be read. The scores of an
    earlier submission are cleared first. Of the files beside the notebooks, only those of the exchange are copied to
    the autograded folder.
    """

    def __init__(self, config: Any = None, **options: Any) -> None:
        super().__init__(config, **options)  # type: ignore[no-untyped-call]
        self._submissions = Submissions(CourseDirectory(config=self.config), self.log)
        if isinstance(self.parent, Autograde):
            convert_all_notebooks(self.parent)
            leave_out_unmatched(self.parent)
            self.parent.coursedir = GuardedCourseDirectory.of(self.parent.coursedir, copies=False)

    def from_filename(self, filename: str, resources: Any = None, **kw: Any) -> Any:
        """Convert a notebook; a submitted one is rebuilt from the release first."""
        course = CourseDirectory(config=self.config)
        scope = (resources or {}).get("nbgrader", {})
        if "student" not in scope or not _is_submitted(filename, scope, course):
            return super().from_filename(filename, resources=resources, **kw)
        folder = Path(filename).parent
        _clear_scores(scope, time_of(folder, str(self.config.Exchange.get("timezone", "UTC"))))
        autograded = course.format_path(course.autograded_directory, scope["student"], scope["assignment"])
        copy_exchange_files(folder, Path(autograded))
        node = self._submissions.notebook(scope["assignment"], scope["student"], scope["notebook"]).to_node()
        return super().from_notebook_node(node, resources=resources, **kw)  # type: ignore[no-untyped-call]


def _is_submitted(filename: str, scope: dict[str, str], course: CourseDirectory) -> bool:
    folder = course.format_path(course.submitted_directory, scope["student"], scope["assignment"])
    return Path(filename).parent.absolute() == Path(folder).absolute()


def _clear_scores(scope: dict[str, str], submitted: Timestamp) -> None:
    """Clear the scores of an earlier submission and record the time of this one."""
    with open_gradebook(scope["db_url"]) as gradebook:
        try:
            notebook = gradebook.find_submission_notebook(scope["notebook"], scope["assignment"], scope["student"])
        except MissingEntry:
            return
        clear_scores(notebook)
        enter_time(notebook.assignment, submitted)
        gradebook.db.commit()


class Judge(NbGraderPreprocessor):
    """Grades the notebook in the sandbox, and adds outputs and verdicts to it."""

    level = Unicode("", help="Sandbox level to insist on; empty for the strongest that works here.").tag(config=True)
    force = Bool(False, help="Grade even without a working sandbox.").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Grade the notebook and keep the result in `resources` for `RecordVerdicts`."""
        scope = resources["nbgrader"]
        course = CourseDirectory(config=self.config)
        source = Path(course.format_path(course.source_directory, ".", scope["assignment"]))
        setup = read_setup(self.config, source, scope["assignment"])
        questions = questions_of(course, scope["assignment"], setup.files)
        secret = course_secret(Path(course.root), bool(course.groupshared))
        grader = _grader(questions, self.level or None, self.force, setup.libraries)
        grader.sandbox.require_hidden(private_paths(course))
        assignment = setup.applied(grader.assignment)
        if questions.inline:
            assignment = _leveled(questions, course, setup, grader.sandbox, assignment)
        grader = replace(grader, assignment=assignment, setup=setup, secret=secret)
        submitted = course.format_path(course.submitted_directory, scope["student"], scope["assignment"])
        release = Release(scope["assignment"], {}, setup)
        files = collect(Path(submitted), release).accepted if setup.accepted else {}
        graded = grader.grade_notebook(scope["student"], Notebook.from_node(scope["notebook"], nb), files)
        doubt = time_of(Path(submitted), str(self.config.Exchange.get("timezone", "UTC"))).doubt
        for problem in filter(None, (*graded.result.problems, doubt)):
            self.log.warning("%s/%s: %s", scope["student"], scope["notebook"], problem)
        resources[_RESULT] = graded.result
        return nbformat.reads(documents.lay_out_in(grader.judge, graded), as_version=4), resources


class RecordVerdicts(SaveAutoGrades):
    """Writes the results of `Judge` into the gradebook."""

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Write the result into the gradebook; the next `autograder grade` grades this submission again."""
        scope = resources["nbgrader"]
        with open_gradebook(scope["db_url"]) as gradebook:
            found = gradebook.find_submission_notebook(scope["notebook"], scope["assignment"], scope["student"])
            record(found, resources[_RESULT])
            ledger.forget(gradebook, scope["assignment"], scope["student"])
            gradebook.db.commit()
        return nb, resources


class CheckSource(NbGraderPreprocessor):
    """Refuses to release a notebook that does not fit its questions, or a folder with files that do not belong there.

    `nbgrader generate_assignment` removes the old release before it reads the first notebook. So the whole assignment
    is checked before that, when nbgrader makes its preprocessors.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._hidden: list[str] = []
        converter = getattr(self.parent, "parent", None)
        if isinstance(converter, GenerateAssignment):
            self._check_all(converter)
            keep_release_on_failure(converter, self._hidden)

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Raise an error if the notebook cannot be released."""
        scope = resources["nbgrader"]
        self._check(scope["assignment"], scope["notebook"], nb)
        return nbformat.from_dict(nb), resources

    def _check_all(self, converter: GenerateAssignment) -> None:
        assignment = converter.coursedir.assignment_id
        for path in sorted(path for notebooks in converter.assignments.values() for path in map(Path, notebooks)):
            try:
                self._check(assignment, path.stem, nbformat.read(path, as_version=4))
            except (CourseError, NotJSONError, ValidationError) as error:
                reason = str(error) if isinstance(error, CourseError) else f"{path}: {_first_line(error)}"
                self.log.error("Nothing was released: %s", reason)
                raise NbGraderException(reason) from error

    def _check(self, assignment: str, notebook: str, node: NotebookNode) -> None:
        """Raise CourseError if a notebook cannot be released."""
        course = CourseDirectory(config=self.config)
        if is_plain(course, assignment):
            return  # whatever nbgrader releases
        folder = Path(course.format_path(course.source_directory, ".", assignment))
        settings = read_settings(self.config, assignment)
        found, problems = course_files(folder, settings)
        self._hidden = [file.name for file in found.files if file.hidden]
        asked = replace(find(assignment, Path(course.root)), data=found).load().notebooks
        if notebook not in asked:
            raise CourseError(f"assignment {assignment!r} has no questions for notebook {notebook!r}")
        problems += lint.source_problems(node, asked[notebook])
        problems += lint.file_problems(folder, found, asked, settings.libraries)
        if problems:
            raise CourseError(f"{assignment}/{notebook}: " + "; ".join(problems))


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


@functools.cache
def _sandbox(level: str | None, force: bool, libraries: Libraries) -> Sandbox:
    """Open the sandbox that all submissions of this process share."""
    sandbox = open_sandbox(level, force=force, course=libraries)
    atexit.register(sandbox.close)
    return sandbox


_levels: dict[Origin, Assignment] = {}


def _leveled(
    questions: Origin, course: CourseDirectory, setup: Setup, sandbox: Sandbox, assignment: Assignment
) -> Assignment:
    """Return an assignment with the levels of its test cells, which are found out once."""
    if questions not in _levels:
        folder = Path(course.format_path(course.release_directory, ".", assignment.name))
        release = read_release(folder, assignment.name, setup)
        _levels[questions] = with_levels(assignment, release.notebooks, sandbox, setup)
    return _levels[questions]


@functools.cache
def _grader(origin: Origin, level: str | None, force: bool, libraries: Libraries) -> Grader:
    judge = judge_of(origin)
    return Grader(judge.outline, _sandbox(level, force, libraries), judge)
