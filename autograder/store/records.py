"""Write a graded submission: scores, autograded notebooks and ledger entry in one transaction."""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from nbgrader.api import (
    Comment,
    Grade,
    Gradebook,
    MissingEntry,
    SubmittedAssignment,
    SubmittedNotebook,
    new_uuid,
)
from sqlalchemy import insert, select, text
from sqlalchemy.exc import SAWarning
from sqlalchemy.orm import joinedload, selectinload

from autograder.grading.submission import Release
from autograder.store import digests
from autograder.store.atomic import atomic_replace
from autograder.store.course import Course
from autograder.store.exchange_files import copy_exchange_files, time_of
from autograder.store.gradebook import add_release, enter_time, is_lateness_in_doubt, locked, record
from autograder.store.graded import Entry, Graded
from autograder.store.ledger import Ledger
from autograder.store.timestamps import Timestamp

if TYPE_CHECKING:
    from nbgrader.plugins import LateSubmissionPlugin


class Records:
    """The gradebook, the ledger and the autograded notebooks of one assignment.

    Raises
    ------
    CourseError
        The gradebook has other questions for this assignment than the release.
    """

    def __init__(
        self,
        course: Course,
        gradebook: Gradebook,
        release: Release,
        tests: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
    ) -> None:
        with locked(course.db_url):
            add_release(gradebook, release, tests)
            self.ledger = Ledger(gradebook, release.assignment)
            self.ledger.set_up()
            gradebook.db.commit()
        self._course, self._gradebook, self._assignment = course, gradebook, release.assignment
        gradebook.db().expire_on_commit = False  # otherwise everything is reloaded for every submission
        self._frame = gradebook.find_assignment(release.assignment)
        self._held = [(notebook, notebook.grade_cells) for notebook in self._frame.notebooks]
        """References that keep these objects in the session's cache."""
        if "AssignLatePenalties" in course.config:
            self._late  # noqa: B018 - fail now if the plugin of the course cannot be imported

    def unchanged(self, student: str, key: str) -> Entry | None:
        """Return a student's entry if it still holds.

        It was graded from the same content in a working sandbox, and its autograded notebooks are as they were written.
        """
        entry = self.ledger.entry(student)
        if entry is None or entry.key != key or entry.sandbox.level == "none":
            return None
        folder = self._course.autograded(student, self._assignment)
        try:
            for name, digest in entry.digests.items():
                if digests.of_notebook((folder / f"{name}.ipynb").read_text(encoding="utf-8")) != digest:
                    return None
        except (OSError, UnicodeDecodeError):
            return None
        return entry

    def write(self, graded: Graded, *, overwrite: bool = False) -> Entry:
        """Write one submission in one transaction, and return the entry that is now in the ledger.

        Parameters
        ----------
        graded : Graded
        overwrite : bool
            Replace the entry of another process that graded the same content in the meantime. By default, that entry
            is kept and returned.
        """
        entry = graded.entry
        student = entry.result.student
        with warnings.catch_warnings(), locked(self._course.db_url, f"student {student}"):
            warnings.simplefilter("ignore", SAWarning)  # nbgrader's gradebook relies on what SQLAlchemy warns about
            with self._transaction():
                if not overwrite and (theirs := self.unchanged(student, entry.key)) is not None:
                    return theirs
                submission, doubt = self._submission(student)
                entry = replace(entry, result=replace(entry.result, lateness_in_doubt=doubt))
                notebooks = self._notebooks(submission)
                for result in entry.result.notebooks:
                    record(notebooks[result.notebook], result)
                    self._penalise(submission, notebooks[result.notebook])
                self.ledger.write(student, submission.id, entry)
                self._write_notebooks(student, graded.notebooks)
                self._gradebook.db.commit()
        return entry

    def deadlines(self) -> tuple[str, dict[str, str]]:
        """Return the due date of the assignment, and the extensions by student."""
        known = self._gradebook.find_assignment(self._assignment)
        extensions = select(SubmittedAssignment.student_id, SubmittedAssignment.extension).where(
            SubmittedAssignment.assignment_id == known.id, SubmittedAssignment.extension.is_not(None)
        )
        return str(known.duedate), {row[0]: str(row[1]) for row in self._gradebook.db.execute(extensions)}

    def time_of_submission(self, student: str) -> Timestamp:
        """Return what `timestamp.txt` says."""
        return time_of(self._course.submitted(student, self._assignment), self._course.timezone)

    def _submission(self, student: str) -> tuple[SubmittedAssignment, bool]:
        """Return the submission, and whether it is in doubt that it was late.

        The submission and the student are added to the gradebook if they are new.
        """
        with self._without_commit():
            self._gradebook.update_or_create_student(student)
        try:
            submission = self._gradebook.find_submission(self._assignment, student)
        except MissingEntry:
            self._add_submission(student)
            submission = self._gradebook.find_submission(self._assignment, student)
        submitted = self.time_of_submission(student)
        enter_time(submission, submitted)
        return submission, is_lateness_in_doubt(submission, submitted)

    def _add_submission(self, student: str) -> None:
        """Add a submission with its grades and comments, in one statement per table.

        nbgrader's `add_submission` does the same, but takes as long as all other writing together.
        """
        submission, db = new_uuid(), self._gradebook.db
        given = {"id": submission, "assignment_id": self._frame.id, "student_id": student}
        db.execute(insert(SubmittedAssignment), [given])
        notebooks, grades, comments = [], [], []
        for notebook in self._frame.notebooks:
            own = {"notebook_id": new_uuid()}
            notebooks.append({"id": own["notebook_id"], "assignment_id": submission, "notebook_id": notebook.id})
            grades += [{"cell_id": cell.id, **own} for cell in (*notebook.grade_cells, *notebook.task_cells)]
            comments += [{"cell_id": cell.id, **own} for cell in (*notebook.solution_cells, *notebook.task_cells)]
        for kind, rows in ((SubmittedNotebook, notebooks), (Grade, grades), (Comment, comments)):
            if rows:
                db.execute(insert(kind), rows)

    def _notebooks(self, submission: SubmittedAssignment) -> dict[str, SubmittedNotebook]:
        """Return a submission's notebooks, with grades and comments loaded in few queries."""
        cells = (
            joinedload(SubmittedNotebook.notebook),
            selectinload(SubmittedNotebook.grades).joinedload(Grade.cell),
            selectinload(SubmittedNotebook.comments).joinedload(Comment.cell),
        )
        found = self._gradebook.db.query(SubmittedNotebook).options(*cells)
        return {each.name: each for each in found.filter(SubmittedNotebook.assignment_id == submission.id)}

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """Roll back whatever is not committed."""
        db = self._gradebook.db
        db.rollback()
        try:
            if self._gradebook.engine.dialect.name == "sqlite":
                db.execute(text("BEGIN IMMEDIATE"))  # formgrader may write, too: wait for its lock now
            yield
        finally:
            db.rollback()

    @contextmanager
    def _without_commit(self) -> Iterator[None]:
        """Keep nbgrader from committing, so that the caller commits everything at once."""
        db = self._gradebook.db
        db.commit = db.flush
        try:
            yield
        finally:
            del db.commit

    def _penalise(self, submission: SubmittedAssignment, notebook: SubmittedNotebook) -> None:
        """Apply the course's late penalty, as nbgrader does after autograding."""
        notebook.late_submission_penalty = None
        seconds = submission.total_seconds_late
        if seconds <= 0:
            return
        self._gradebook.db.flush()
        self._gradebook.db.refresh(notebook)
        penalty = self._late.late_submission_penalty(submission.student.id, notebook.score, seconds)
        if penalty is not None:
            notebook.late_submission_penalty = min(max(penalty, 0), notebook.score)

    @cached_property
    def _late(self) -> LateSubmissionPlugin:
        """The course's plugin for late penalties."""
        from nbgrader.preprocessors import AssignLatePenalties  # takes 0.26 s

        penalties = AssignLatePenalties(config=self._course.config)
        penalties.init_plugin()
        return penalties.plugin_inst

    def _write_notebooks(self, student: str, notebooks: Mapping[str, str]) -> None:
        """Replace a student's autograded folder."""
        submitted = self._course.submitted(student, self._assignment)
        target = self._course.autograded(student, self._assignment)
        with atomic_replace(target) as fresh:
            if target.is_dir():  # keep notebooks that were not graded this time
                for kept in target.glob("*.ipynb"):
                    shutil.copy2(kept, fresh / kept.name)
            for name, notebook in notebooks.items():
                path = fresh / f"{name}.ipynb"
                path.unlink(missing_ok=True)
                path.write_text(notebook, encoding="utf-8")
            copy_exchange_files(submitted, fresh)
        self._course.set_modes(target, self._course.directory.autograded_directory, self._course.autograded_mode)
