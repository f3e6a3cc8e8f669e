"""Write results into nbgrader's gradebook."""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nbgrader.api import Assignment, Gradebook, MissingEntry, Notebook, SubmittedAssignment, SubmittedNotebook
from nbgrader.dbutil import ALEMBIC_DIR
from sqlalchemy import NullPool, create_engine, event, inspect, make_url, text

from autograder.grading.submission import Release
from autograder.model import Outcome
from autograder.model.errors import CourseError
from autograder.model.result import NotebookResult, QuestionResult
from autograder.store.autograded import sanitize
from autograder.store.timestamps import Timestamp

PATIENCE_SECONDS = 60
"""How long to wait while another process writes to the same SQLite file."""
_READ = (Outcome.PARTIAL, Outcome.INCORRECT)
"""Outcomes of a written answer that was read but needs manual grading."""


def open_gradebook(db_url: str) -> Gradebook:
    """Open the gradebook. Several processes may do so at the same time."""
    with locked(db_url):
        _mark_if_new(db_url)
        gradebook = Gradebook(db_url)
    if gradebook.engine.dialect.name == "sqlite":
        gradebook.close()  # it is opened again with a longer timeout
        event.listen(gradebook.engine, "connect", _set_timeout)
    return gradebook


def _mark_if_new(db_url: str) -> None:
    """Mark a new gradebook with the version of nbgrader's tables.

    nbgrader would start the `alembic` command for that, which takes longer than creating the whole gradebook.
    """
    engine = create_engine(db_url, poolclass=NullPool)
    if not inspect(engine).get_table_names():
        from alembic.runtime.migration import MigrationContext  # takes 0.2 s, once for a gradebook
        from alembic.script import ScriptDirectory

        with engine.begin() as connection:
            MigrationContext.configure(connection).stamp(ScriptDirectory(ALEMBIC_DIR), "head")


def _set_timeout(connection: Any, _: Any) -> None:
    connection.execute(f"PRAGMA busy_timeout = {PATIENCE_SECONDS * 1000}")


@contextmanager
def locked(db_url: str, what: str = "") -> Iterator[None]:
    """Hold a lock on a gradebook.

    nbgrader checks whether an entry exists and then creates it in another transaction. Two processes that do so at the
    same time would fail.

    Parameters
    ----------
    db_url : str
    what : str
        What to lock; by default the tables and assignments. SQLite has a single lock, because it is a single file.
    """
    url = make_url(db_url)
    if url.get_backend_name() == "sqlite" and url.database:
        folder = os.open(Path(url.database).resolve().parent, os.O_RDONLY)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX)
            yield
        finally:
            os.close(folder)
    elif url.get_backend_name() == "postgresql":
        digest = hashlib.sha256(f"autograder {what}".encode(errors="replace")).digest()
        number = int.from_bytes(digest[:8], "big", signed=True)
        with create_engine(url, poolclass=NullPool).connect() as connection:  # the lock ends with the connection
            connection.execute(text("SELECT pg_advisory_lock(:number)"), {"number": number})
            yield
    else:
        yield


def formgrader_links(gradebook: Gradebook, assignment: str, address: str) -> dict[tuple[str, str], str]:
    """Return the address of each submitted notebook in formgrader, by student and notebook.

    Parameters
    ----------
    address : str
        Address of the Jupyter server, like "http://localhost:8888".
    """
    found = (
        gradebook.db.query(SubmittedAssignment.student_id, Notebook.name, SubmittedNotebook.id)
        .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Notebook, Notebook.id == SubmittedNotebook.notebook_id)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .filter(Assignment.name == assignment)
    )
    base = f"{address.rstrip('/')}/formgrader/submissions"
    return {(student, notebook): f"{base}/{number}/?index=0" for student, notebook, number in found}


def clear_scores(notebook: SubmittedNotebook, keep_manual: bool = True) -> None:
    """Remove the automatic scores and comments of an earlier grading. The caller commits."""
    for grade in notebook.grades:
        grade.auto_score = None
        grade.needs_manual_grade = True
        if not keep_manual:
            grade.manual_score = None
            grade.extra_credit = None
    for comment in notebook.comments:
        comment.auto_comment = None
        if not keep_manual:
            comment.manual_comment = None


def enter_time(submission: SubmittedAssignment, submitted: Timestamp) -> None:
    """Record the time of submission. The caller commits.

    A time that is in doubt is left out, so that no penalty depends on it, and formgrader flags the notebooks.
    """
    if submitted.text:
        submission.timestamp = submitted.moment
    if is_lateness_in_doubt(submission, submitted):
        for notebook in submission.notebooks:
            notebook.flagged = True


def is_lateness_in_doubt(submission: SubmittedAssignment, submitted: Timestamp) -> bool:
    """Whether a grader has to find out if a submission was late."""
    if not submitted.doubt or submission.duedate is None:
        return False
    return not submitted.readings or submitted.readings[-1] > submission.duedate


def record(notebook: SubmittedNotebook, result: NotebookResult) -> None:
    """Write a notebook's results. The caller commits."""
    clear_scores(notebook, keep_manual=not (result.unreadable or result.absent))
    questions = {question.question: question for question in result.questions}
    for grade in notebook.grades:
        if (question := questions.get(grade.name)) is not None:
            grade.auto_score = question.score
            grade.needs_manual_grade = question.needs_manual_grade or grade.manual_score is not None
    for comment in notebook.comments:  # written cells only: code has its card in the grade cell
        if (question := questions.get(comment.name)) is not None:
            comment.auto_comment = sanitize.markdown(_comment(question)) or None
    if any(question.near_miss and not question.needs_manual_grade for question in result.questions):
        notebook.flagged = True  # formgrader lists it; students would see a comment on their feedback page


def add_release(gradebook: Gradebook, release: Release, tests: Mapping[str, Mapping[str, str]]) -> None:
    """Add a released assignment to the gradebook unless `nbgrader generate_assignment` has already done so.

    Parameters
    ----------
    gradebook : Gradebook
    release : Release
    tests : mapping of str to mapping
        The test cells with their hidden tests, by notebook and name: nbgrader keeps them in the gradebook.

    Raises
    ------
    CourseError
        The gradebook has other notebooks or questions for this assignment than the release.
    """
    try:
        known = gradebook.find_assignment(release.assignment)
    except MissingEntry:
        from nbgrader.preprocessors import SaveCells  # takes 0.26 s

        gradebook.update_or_create_assignment(release.assignment)
        for name, notebook in release.notebooks.items():
            scope = {
                "assignment": release.assignment,
                "notebook": name,
                "db_url": gradebook.engine.url.render_as_string(hide_password=False),
            }
            node = notebook.to_node()
            for cell in node.cells:
                cell.source = tests.get(name, {}).get(cell.metadata.autograder.id, cell.source)
            SaveCells().preprocess(node, {"nbgrader": scope})
        gradebook.db.expire_all()
        return
    cells = {
        notebook.name: {cell.name for cell in (*notebook.grade_cells, *notebook.task_cells)}
        for notebook in known.notebooks
    }
    for name, notebook in release.notebooks.items():
        if cells.get(name) != set(notebook.questions):
            raise CourseError(
                f"the gradebook has other questions for {release.assignment}/{name} than the release; "
                f"run `nbgrader generate_assignment {release.assignment}` again"
            )


def _comment(question: QuestionResult) -> str:
    """Return the comment that the grader sees beside a written answer; empty if nothing in the answer was read."""
    if question.misconception is None and question.suggested_score is None and question.outcome not in _READ:
        return ""
    recognised = f"Recognised: {question.misconception}. " if question.misconception else ""
    suggested = ""
    if question.suggested_score is not None:
        suggested = f"\n\nSuggested: {question.suggested_score:.4g} points."
    return f"{recognised}{question.feedback}{suggested}"
