"""Grade a class again after the questions changed, and look at what that would do before anything is written."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from nbgrader.api import Grade, Gradebook

from autograder.batch.release_validation import released
from autograder.batch.run import Run, Workers
from autograder.model import Outcome
from autograder.store.course import Course
from autograder.store.gradebook import open_gradebook
from autograder.store.graded import Graded
from autograder.store.ledger import Entry
from autograder.store.records import Records
from autograder.store.results import QuestionSummary, Summary


@dataclass(frozen=True)
class Change:
    """What a regrade does to one answer.

    Attributes
    ----------
    before, after : QuestionSummary
    manual : float or None
        The score that a person gave: it stays, whatever the checks say now.
    """

    student: str
    before: QuestionSummary
    after: QuestionSummary
    manual: float | None = None

    @property
    def points(self) -> float:
        """What the student gains, or loses."""
        if self.manual is not None:
            return 0.0
        return (self.after.score or 0.0) - (self.before.score or 0.0)

    @property
    def rule(self) -> str:
        """Which rule of the question judges otherwise now, in words."""
        before, after = self.before, self.after
        if before.max_score != after.max_score:
            return f"the question has {after.max_score:g} points, no longer {before.max_score:g}"
        known = before.misconception, after.misconception
        if known[0] == known[1] is not None:
            return f"“{known[0]}” earns {_credit(after)}, no longer {_credit(before)}"
        said = f"{before.outcome}, now {after.outcome}"
        gone = f"no longer taken for “{known[0]}”" if known[0] else ""
        new = f"recognised as “{known[1]}”" if known[1] else ""
        return "; ".join(part for part in (said, gone, new) if part)


@dataclass(frozen=True)
class Proposal:
    """What a regrade found for one student.

    Attributes
    ----------
    changes : tuple of Change
        Answers whose verdict or score is another one.
    reworded : int
        Answers that were judged the same, with other words.
    """

    student: str
    before: float
    changes: tuple[Change, ...]
    reworded: int

    @property
    def points(self) -> float:
        return sum(change.points for change in self.changes)


def propose(
    course: Course,
    assignment: str,
    students: Sequence[str],
    workers: Workers,
    spool: Path,
    *,
    level: str | None = None,
) -> Iterator[Proposal]:
    """Grade again what depends on something that changed, and say what would change; write nothing but the spool.

    Students who have not been graded before are passed over: there is nothing to compare with.

    Parameters
    ----------
    spool : Path
        An empty folder for the results, so that `apply` has nothing to compute and writes what was shown.
    """
    with open_gradebook(course.db_url) as gradebook:
        run = Run(course, gradebook, assignment, students, level=level)
        for number, (graded, key) in enumerate(run.graded(workers)):
            entry = run.records.ledger.entry(graded.summary.student)
            if entry is None:
                continue
            values = {"key": key, **graded.to_json()}
            (spool / f"{number}.json").write_text(json.dumps(values), encoding="utf-8")
            yield compare(entry.summary, graded.summary, _manual(gradebook, assignment, graded.summary.student))


def apply(course: Course, assignment: str, spool: Path) -> Iterator[Entry]:
    """Write what `propose` left in the spool."""
    release = released(course, assignment)
    with open_gradebook(course.db_url) as gradebook:
        records = Records(course, gradebook, release)
        for path in sorted(spool.glob("*.json"), key=lambda path: int(path.stem)):
            values: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            yield records.write(Graded.from_json(values), values["key"], anew=True)


def compare(before: Summary, after: Summary, manual: dict[tuple[str, str], float]) -> Proposal:
    """Return what is different between two gradings of one student.

    Parameters
    ----------
    manual : dict
        Scores that a person gave, by notebook and question.
    """
    known, judged = ({(each.notebook, each.question): each for each in found.questions} for found in (before, after))
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


def _not_asked(question: QuestionSummary) -> QuestionSummary:
    """Stand in for a question where there is none of its name."""
    unanswered = str(Outcome.UNANSWERED)
    return replace(question, outcome=unanswered, score=0.0, max_score=0.0, misconception=None, needs_manual_grade=False)


def _judged(question: QuestionSummary) -> tuple[object, ...]:
    return question.outcome, question.score, question.max_score, question.misconception, question.needs_manual_grade


def _credit(question: QuestionSummary) -> str:
    return "nothing yet" if question.credit is None else f"{question.credit:.4g} of the points"


def _manual(gradebook: Gradebook, assignment: str, student: str) -> dict[tuple[str, str], float]:
    submission = gradebook.find_submission(assignment, student)
    grades: Iterator[Grade] = (grade for notebook in submission.notebooks for grade in notebook.grades)
    return {(grade.notebook.name, grade.name): grade.manual_score for grade in grades if grade.manual_score is not None}
