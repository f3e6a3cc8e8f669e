"""What was graded from what: a table of our own beside nbgrader's, written in the same transactions as the grades."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nbgrader.api import Assignment, Gradebook, SubmittedAssignment
from sqlalchemy import Column, Delete, MetaData, Select, String, Table, Text, delete, insert, inspect, select

from autograder.sandbox import SandboxReport
from autograder.store.results import Summary

_GRADED = Table(
    "autograder_graded",
    MetaData(),
    Column("assignment", String(128), primary_key=True),
    Column("student", String(128), primary_key=True),
    Column("submission", String(32), nullable=False),  # nbgrader's id: gone if the submission was removed
    Column("key", String(64), nullable=False),
    Column("entry", Text, nullable=False),
)


@dataclass(frozen=True)
class Entry:
    """What is known of a submission that was graded.

    Attributes
    ----------
    key : str
        The content key of what it was graded from.
    pages : mapping
        A key of every autograded page, by notebook.
    seconds : float
        Wall time that grading it took.
    """

    key: str
    summary: Summary
    sandbox: SandboxReport
    pages: Mapping[str, str]
    seconds: float


class Ledger:
    """The entries of one assignment in a gradebook; none where nothing was graded yet. Whoever writes commits."""

    def __init__(self, gradebook: Gradebook, assignment: str) -> None:
        self._gradebook, self._db, self._assignment = gradebook, gradebook.db, assignment
        self._there = False

    def set_up(self) -> None:
        """Make the table where it is not there yet. The caller commits, and sees that nobody else does the same."""
        _GRADED.create(self._db.connection(), checkfirst=True)
        self._there = True

    def keys(self) -> dict[str, str]:
        """Return the content key of every student whose submission the gradebook still knows."""
        if not self._is_there():
            return {}
        return {row.student: row.key for row in self._db.execute(self._known(_GRADED.c.student, _GRADED.c.key))}

    def entry(self, student: str) -> Entry | None:
        """Return a student's entry, if there is one."""
        if not self._is_there():
            return None
        asked = self._known(_GRADED.c.key, _GRADED.c.entry).where(_GRADED.c.student == student)
        row = self._db.execute(asked).first()
        return None if row is None else _from_text(row.key, row.entry)

    def write(self, student: str, submission: str, entry: Entry) -> None:
        """Replace a student's entry, in a ledger that was set up."""
        self._db.execute(_of(self._assignment, student))
        values = {"assignment": self._assignment, "student": student, "submission": submission, "key": entry.key}
        self._db.execute(insert(_GRADED).values(**values, entry=_to_text(entry)))

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
    """Remove a student's entry, because something else writes the grades. The caller commits."""
    if _is_there(gradebook):
        gradebook.db.execute(_of(assignment, student))


def _of(assignment: str, student: str) -> Delete:
    return delete(_GRADED).where(_GRADED.c.assignment == assignment, _GRADED.c.student == student)


def _is_there(gradebook: Gradebook) -> bool:
    """Whether anything was ever graded into this gradebook by `autograder grade`."""
    found: bool = inspect(gradebook.db.connection()).has_table(_GRADED.name)
    return found


def _to_text(entry: Entry) -> str:
    return json.dumps(
        {
            "summary": entry.summary.to_json(),
            "sandbox": entry.sandbox.to_json(),
            "pages": dict(entry.pages),
            "seconds": entry.seconds,
        }
    )


def _from_text(key: str, text: str) -> Entry | None:
    """Read an entry; None for what a version wrote that had other entries: then it is graded again."""
    try:
        values = json.loads(text)
        sandbox = SandboxReport.from_json(values["sandbox"])
        summary = Summary.from_json(values["summary"])
        return Entry(key, summary, sandbox, values["pages"], values.get("seconds", 0.0))
    except (KeyError, TypeError, ValueError):
        return None
