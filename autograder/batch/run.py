"""Lead the grading of a class: what has to be graded, by whom, and where it is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from nbgrader.api import Gradebook

from autograder.assignments import find
from autograder.batch import content_keys
from autograder.batch.bounded import LostSubmission
from autograder.batch.release_validation import released
from autograder.batch.similar_ids import similar_ids
from autograder.batch.task import GradingConfig, Task
from autograder.grading.submission import HandedIn, collect
from autograder.sandbox import SandboxReport
from autograder.store.course import Course
from autograder.store.gradebook import open_gradebook
from autograder.store.graded import Graded
from autograder.store.ledger import Entry, Ledger
from autograder.store.records import Records


class Workers(Protocol):
    """Where submissions are graded."""

    def grade(self, config: GradingConfig, tasks: Iterable[Task]) -> Iterator[Graded | LostSubmission]:
        """Yield every submission when it is done, in any order."""


class Run:
    """One pass over a class: who has to be graded, and what came out; nothing is written here.

    Parameters
    ----------
    course, gradebook, assignment, students, notebook
        What to grade.
    level : str, optional
        Sandbox level to use, and no other; default: the strongest that works.
    force : bool
        Grade again what has not changed; and, unless a level is asked for, grade even where no level protects.
    """

    def __init__(
        self,
        course: Course,
        gradebook: Gradebook,
        assignment: str,
        students: Sequence[str],
        *,
        notebook: str | None = None,
        level: str | None = None,
        force: bool = False,
    ) -> None:
        self._release = released(course, assignment, notebook)
        origin = find(assignment, course.root)
        self._config = GradingConfig(self._release, level, force and level is None, origin, notebook)
        self._course, self._students, self._force = course, students, force
        self.records = Records(course, gradebook, self._release)
        self._kept: list[str] = []
        self._changed: dict[str, str] = {}

    def graded(self, workers: Workers) -> Iterator[tuple[Graded, str]]:
        """Yield what was graded because something it depends on is new, each with its content key."""
        seen = SandboxReport("none", (), ())
        for graded in workers.grade(self._config, self._tasks()):
            if isinstance(graded, LostSubmission):
                graded = _lost(self._config, graded, seen)
            seen = graded.sandbox
            yield graded, self._changed.pop(graded.summary.student)

    def unchanged(self) -> Iterator[Entry]:
        """Yield what the ledger keeps of those who were passed over, each once, as far as the pass has come."""
        while self._kept:
            if (entry := self.records.ledger.entry(self._kept.pop())) is not None:
                yield entry

    def _tasks(self) -> Iterator[Task]:
        due, extensions = self.records.deadlines()
        common = content_keys.of_config(self._config, self._course.settings, due)
        known = {} if self._force else self.records.ledger.keys()
        twins = similar_ids(self._course.students(self._release.assignment))
        for student in self._students:
            submitted = self.records.time_of_submission(student)
            handed_in = collect(self._course.submitted(student, self._release.assignment), self._release)
            notes = tuple(filter(None, (*handed_in.problems, submitted.doubt, twins.get(student))))
            task = Task(student, replace(handed_in, problems=notes))
            key = content_keys.of_task(task, common, submitted.text, extensions.get(student, ""))
            if known.get(student) == key and self.records.kept(student):
                self._kept.append(student)
            else:
                self._changed[student] = key
                yield task


def grade_cohort(
    course: Course,
    assignment: str,
    students: Sequence[str],
    workers: Workers,
    *,
    notebook: str | None = None,
    level: str | None = None,
    force: bool = False,
) -> Iterator[Entry]:
    """Grade students' submissions and write each down as soon as it is done; yield what was written, in any order.

    What an earlier run graded from the same files with the same programs is not graded again. A run that is killed
    leaves every submission either as it was or as it is now, and the next run does the rest. The parameters are those
    of `Run`.
    """
    with open_gradebook(course.db_url) as gradebook:
        run = Run(course, gradebook, assignment, students, notebook=notebook, level=level, force=force)
        for graded, key in run.graded(workers):
            yield from run.unchanged()
            yield run.records.write(graded, key, anew=force)
        yield from run.unchanged()


def results(course: Course, assignment: str, students: Iterable[str]) -> Iterator[Entry]:
    """Yield what the gradebook's ledger keeps of students' submissions."""
    with open_gradebook(course.db_url) as gradebook:
        ledger = Ledger(gradebook, assignment)
        for student in students:
            if (entry := ledger.entry(student)) is not None:
                yield entry


def _lost(config: GradingConfig, lost: LostSubmission, sandbox: SandboxReport) -> Graded:
    """Stand in for a submission that no worker survived: it is not even read again, in case that is what it takes."""
    from autograder.batch.worker import finished, fitted  # it seldom comes to this, and then nobody is in a hurry
    from autograder.grading.grader import not_graded

    questions = config.questions.load()
    submission = fitted(config, questions).understood(HandedIn({}), lost.task.student)
    return finished(not_graded(questions, submission, f"grading failed: {lost.why}", sandbox), sandbox)
