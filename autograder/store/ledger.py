"""The ledger: what each submission was graded from. A table of our own, written together with nbgrader's grades."""

from __future__ import annotations

from typing import Any

import msgspec
from nbgrader.api import Assignment, Gradebook, SubmittedAssignment
from sqlalchemy import Column, Delete, MetaData, Select, String, Table, Text, delete, insert, inspect, select

from autograder.store.graded import Entry

_GRADED = Table(
    "autograder_graded",
    MetaData(),
    Column("assignment", String(128), primary_key=True),
    Column("student", String(128), primary_key=True),
    Column("submission", String(32), nullable=False),  # nbgrader's id: gone if the submission was removed
    Column("key", String(64), nullable=False),
    Column("entry", Text, nullable=False),
)


class Ledger:
    """The entries of one assignment in a gradebook. The caller commits what is written."""

    def __init__(self, gradebook: Gradebook, assignment: str) -> None:
        self._gradebook, self._db, self._assignment = gradebook, gradebook.db, assignment
        self._there = False

    def set_up(self) -> None:
        """Create the table if it does not exist. The caller holds the lock of the gradebook, and commits."""
        _GRADED.create(self._db.connection(), checkfirst=True)
        self._there = True

    def keys(self) -> dict[str, str]:
        """Return the content key of every student whose submission is still in the gradebook."""
        if not self._is_there():
            return {}
        return {row.student: row.key for row in self._db.execute(self._known(_GRADED.c.student, _GRADED.c.key))}

    def entry(self, student: str) -> Entry | None:
        """Return a student's entry; None if there is none, or if another version wrote it in another form."""
        if not self._is_there():
            return None
        row = self._db.execute(self._known(_GRADED.c.entry).where(_GRADED.c.student == student)).first()
        if row is None:
            return None
        try:
            return msgspec.json.decode(row.entry, type=Entry)
        except msgspec.MsgspecError:
            return None

    def write(self, student: str, submission: str, entry: Entry) -> None:
        """Replace a student's entry. The table has to exist: see `set_up`."""
        self._db.execute(_of(self._assignment, student))
        values = {"assignment": self._assignment, "student": student, "submission": submission, "key": entry.key}
        self._db.execute(insert(_GRADED).values(**values, entry=msgspec.json.encode(entry).decode()))

    def _is_there(self) -> bool:
        self._there = self._there or _is_there(self._gradebook)
        return self._there

    def _known(self, *columns: Any) -> Select[Any]:
        return (
            select(*columns)
            .join(SubmittedAssignment, SubmittedAssignment.id == _GRADED.c.submission)
            .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
            .where(Assignment.name == self._assignment, SubmittedAssignment.student_id == _GRADED.c.student)
        )


def forget(gradebook: Gradebook, assignment: str, student: str) -> None:
    """Remove a student's entry, because another command wrote the grades. The caller commits."""
    if _is_there(gradebook):
        gradebook.db.execute(_of(assignment, student))


def _of(assignment: str, student: str) -> Delete:
    return delete(_GRADED).where(_GRADED.c.assignment == assignment, _GRADED.c.student == student)


def _is_there(gradebook: Gradebook) -> bool:
    """Whether the table exists, that is, whether `autograder grade` ever wrote to this gradebook."""
    found: bool = inspect(gradebook.db.connection()).has_table(_GRADED.name)
    return found
