"""Regrade a class after its questions have changed: show the differences first, write them later."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
from nbgrader.api import Grade, Gradebook

from autograder.batch.run import Run, Workers
from autograder.grading.submission import Release
from autograder.model import Outcome
from autograder.model.result import QuestionResult, SubmissionResult
from autograder.store.course import Course
from autograder.store.gradebook import open_gradebook
from autograder.store.graded import Entry, Graded
from autograder.store.records import Records


@dataclass(frozen=True)
class Change:
    """A difference in one answer.

    Attributes
    ----------
    before, after : QuestionResult
    manual : float or None
        The score that a grader entered. It stays, whatever the checks say now.
    """

    student: str
    before: QuestionResult
    after: QuestionResult
    manual: float | None = None

    @property
    def points(self) -> float:
        """The points that the student gains, or loses if negative."""
        if self.manual is not None:
            return 0.0
        return (self.after.score or 0.0) - (self.before.score or 0.0)

    @property
    def rule(self) -> str:
        """What changed, in words that are the same for all students whom the same rule affects."""
        before, after = self.before, self.after
        if before.max_score != after.max_score:
            return f"worth {after.max_score:g} points instead of {before.max_score:g}"
        known = before.misconception, after.misconception
        if known[0] == known[1] is not None:
            return f"“{known[0]}” earns {_credit(after)} instead of {_credit(before)}"
        said = f"{before.outcome}, now {after.outcome}"
        gone = f"no longer recognised as “{known[0]}”" if known[0] else ""
        new = f"recognised as “{known[1]}”" if known[1] else ""
        return "; ".join(part for part in (said, gone, new) if part)


@dataclass(frozen=True)
class Proposal:
    """The differences for one student.

    Attributes
    ----------
    changes : tuple of Change
        Answers with a different verdict or score.
    reworded : int
        How many answers keep their verdict but get different feedback.
    """

    student: str
    before: float
    changes: tuple[Change, ...]
    reworded: int

    @property
    def points(self) -> float:
        """How many points the student gains; negative for a loss."""
        return sum(change.points for change in self.changes)


def propose(
    course: Course,
    release: Release,
    students: Sequence[str],
    workers: Workers,
    spool: Path,
    *,
    level: str | None = None,
) -> Iterator[Proposal]:
    """Grade every submission whose content key has changed, and yield what would change. Write only to the spool.

    Students who have not been graded before are skipped: there is nothing to compare with.

    Parameters
    ----------
    spool : Path
        An empty folder for the new results, so that `apply` writes exactly what was shown.
    """
    with open_gradebook(course.db_url) as gradebook:
        run = Run(course, gradebook, release, students, level=level)
        for number, outcome in enumerate(run.outcomes(workers)):
            if isinstance(outcome, Entry):
                continue
            new = outcome.entry.result
            old = run.records.ledger.entry(new.student)
            if old is None:
                continue
            (spool / f"{number}.json").write_bytes(msgspec.json.encode(outcome))
            yield compare(old.result, new, _manual(gradebook, release.assignment, new.student))


def apply(course: Course, release: Release, spool: Path) -> Iterator[Entry]:
    """Write what `propose` left in the spool."""
    with open_gradebook(course.db_url) as gradebook:
        records = Records(course, gradebook, release)
        for path in sorted(spool.glob("*.json"), key=lambda path: int(path.stem)):
            yield records.write(msgspec.json.decode(path.read_bytes(), type=Graded), overwrite=True)


def compare(before: SubmissionResult, after: SubmissionResult, manual: dict[tuple[str, str], float]) -> Proposal:
    """Return the differences between two gradings of one student.

    Parameters
    ----------
    manual : dict
        Scores that a grader entered, by notebook and question.
    """
    known, judged = before.by_question, after.by_question
    changes, reworded, score = [], 0, 0.0
    for place in {**judged, **known}:
        old = known.get(place) or _not_asked(judged[place])
        new = judged.get(place) or _not_asked(known[place])
        if _judged(old) != _judged(new):
            changes.append(Change(after.student, old, new, manual.get(place)))
        elif old.feedback != new.feedback:
            reworded += 1
        score += manual.get(place, old.score or 0.0)
    return Proposal(after.student, score, tuple(changes), reworded)


def _not_asked(question: QuestionResult) -> QuestionResult:
    """Stand in for a question that one of the two gradings does not have."""
    return replace(
        question,
        outcome=Outcome.UNANSWERED,
        score=0.0,
        max_score=0.0,
        misconception=None,
        needs_manual_grade=False,
    )


def _judged(question: QuestionResult) -> tuple[object, ...]:
    return question.outcome, question.score, question.max_score, question.misconception, question.needs_manual_grade


def _credit(question: QuestionResult) -> str:
    return "nothing yet" if question.credit is None else f"{question.credit:.4g} of the points"


def _manual(gradebook: Gradebook, assignment: str, student: str) -> dict[tuple[str, str], float]:
    submission = gradebook.find_submission(assignment, student)
    grades: Iterator[Grade] = (grade for notebook in submission.notebooks for grade in notebook.grades)
    return {(grade.notebook.name, grade.name): grade.manual_score for grade in grades if grade.manual_score is not None}
