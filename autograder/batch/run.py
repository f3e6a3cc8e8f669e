"""Grade a class: find the submissions to grade, send them to workers, and write the results."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from nbgrader.api import Gradebook

from autograder.batch import content_keys
from autograder.batch.bounded import LostSubmission
from autograder.batch.similar_ids import similar_ids
from autograder.batch.task import GradingConfig, Task
from autograder.grading.submission import Release, SubmittedFiles, collect, match_notebooks
from autograder.sandbox import SandboxReport
from autograder.store.course import Course
from autograder.store.gradebook import open_gradebook
from autograder.store.graded import Entry, Graded
from autograder.store.ledger import Ledger
from autograder.store.records import Records
from autograder.store.test_cells import origin_of, tests_of


class Workers(Protocol):
    """Where submissions are graded."""

    def grade(self, config: GradingConfig, tasks: Iterable[Task]) -> Iterator[Graded | LostSubmission]:
        """Yield every submission when it is done, in any order."""


class Run:
    """One pass over the submissions of a class. It writes no grades.

    Parameters
    ----------
    course : Course
    gradebook : Gradebook
    release : Release
    students : sequence of str
    notebook : str, optional
        Grade only this notebook.
    level : str, optional
        Sandbox level to insist on; default: the strongest that works.
    force : bool
        Grade unchanged submissions again; and, unless a level is given, grade even without a working sandbox.
    """

    def __init__(
        self,
        course: Course,
        gradebook: Gradebook,
        release: Release,
        students: Sequence[str],
        *,
        notebook: str | None = None,
        level: str | None = None,
        force: bool = False,
    ) -> None:
        origin = origin_of(course, gradebook, release)
        self._config = GradingConfig(
            release, level, force and level is None, origin, notebook, course.secret, course.private
        )
        self._course, self._students, self._force = course, students, force
        self.records = Records(course, gradebook, release, tests_of(origin))
        due, self._extensions = self.records.deadlines()
        self._similar_ids = similar_ids(course.students(release.assignment))
        self._common = content_keys.of_config(self._config, course.settings, due)

    def outcomes(self, workers: Workers) -> Iterator[Graded | Entry]:
        """Yield every submission once: the ledger's entries of those that have not changed, then the newly graded."""
        known = {} if self._force else self.records.ledger.keys()
        changed = []
        for student in self._students:
            entry = self.records.unchanged(student, self._task(student).key) if student in known else None
            if entry is None:
                changed.append(student)
            else:
                yield entry
        sandbox = SandboxReport("none", (), ())
        for graded in workers.grade(self._config, map(self._task, changed)):
            if isinstance(graded, LostSubmission):
                graded = _lost(self._config, graded, sandbox)
            sandbox = graded.entry.sandbox
            yield graded

    def _task(self, student: str) -> Task:
        """Read a student's files."""
        release = self._config.release
        submitted = self.records.time_of_submission(student)
        submitted_files = collect(self._course.submitted(student, release.assignment), release)
        notes = tuple(filter(None, (*submitted_files.problems, submitted.doubt, self._similar_ids.get(student))))
        submitted_files = replace(submitted_files, problems=notes)
        times = (submitted.text, self._extensions.get(student, ""))
        return Task(
            student, submitted_files, content_keys.of_submission(student, submitted_files, self._common, *times)
        )


def grade_class(
    course: Course,
    release: Release,
    students: Sequence[str],
    workers: Workers,
    *,
    notebook: str | None = None,
    level: str | None = None,
    force: bool = False,
) -> Iterator[Entry]:
    """Grade submissions, write each one as soon as it is done, and yield its ledger entry, in any order.

    A submission is not graded again if neither its files nor the programs have changed. If the run is killed, every
    submission is either as it was before or completely written, and the next run grades the rest. The parameters are
    those of `Run`.
    """
    with open_gradebook(course.db_url) as gradebook:
        run = Run(course, gradebook, release, students, notebook=notebook, level=level, force=force)
        for outcome in run.outcomes(workers):
            yield outcome if isinstance(outcome, Entry) else run.records.write(outcome, overwrite=force)


def graded_before(course: Course, assignment: str, students: Iterable[str]) -> Iterator[Entry]:
    """Yield the ledger's entries of the students whose submissions have been graded."""
    with open_gradebook(course.db_url) as gradebook:
        ledger = Ledger(gradebook, assignment)
        for student in students:
            if (entry := ledger.entry(student)) is not None:
                yield entry


def _lost(config: GradingConfig, lost: LostSubmission, sandbox: SandboxReport) -> Graded:
    """Return an undecided result for a submission that killed its workers.

    Its files are not read again, because reading them may be what killed the workers.
    """
    from autograder.batch.worker import finished, matched  # takes 0.16 s, and is rarely needed
    from autograder.grading.grader import not_graded

    questions = config.questions.load()
    submission = match_notebooks(SubmittedFiles({}), lost.task.student, matched(config, questions).release)
    submission = config.chosen(submission)
    return finished(
        not_graded(questions, submission, f"grading failed: {lost.why}", sandbox), sandbox, key=lost.task.key
    )
