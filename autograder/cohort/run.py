"""Lead the grading of a class: what has to be graded, by whom, and where it is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from autograder.assignments import load
from autograder.cohort import keys
from autograder.cohort.crowd import Lost
from autograder.cohort.ledger import Entry, Ledger
from autograder.cohort.records import Records
from autograder.cohort.task import Graded, Setting, Task
from autograder.cohort.worker import finished
from autograder.course import Course
from autograder.errors import CourseError
from autograder.gradebook import open_gradebook
from autograder.grading import not_graded
from autograder.model import Assignment
from autograder.sandbox import SandboxReport
from autograder.submission import HandedIn, Release, collect, read_release, understand
from autograder.summary import Summary


class Workers(Protocol):
    """Where submissions are graded."""

    def grade(self, setting: Setting, tasks: Iterable[Task]) -> Iterator[Graded | Lost]:
        """Yield every submission when it is done, in any order."""


def prepare(course: Course, assignment: str, notebook: str | None = None) -> tuple[Assignment, Release]:
    """Load an assignment's questions and its release, and see that they fit together.

    Raises
    ------
    CourseError
        They do not, or one of them is missing, or there is no such notebook.
    """
    questions = load(assignment)
    release = read_release(course.release(assignment), assignment)
    for name, frame in release.notebooks.items():
        if {question.name for question in questions.notebooks.get(name, ())} != set(frame.questions):
            raise CourseError(f"the released notebook {assignment}/{name} does not have the questions of the course")
    in_order = {name: release.notebooks[name] for name in questions.notebooks if name in release.notebooks}
    if len(in_order) != len(questions.notebooks):
        raise CourseError(f"the release of {assignment!r} lacks notebooks of the course")
    if notebook is not None and notebook not in in_order:
        raise CourseError(f"assignment {assignment!r} has no notebook {notebook!r}")
    return questions, replace(release, notebooks=in_order)


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
    leaves every submission either as it was or as it is now, and the next run does the rest.

    Parameters
    ----------
    workers : Workers
    notebook : str, optional
        Grade this notebook alone.
    level : str, optional
        Sandbox level to use, and no other; default: the strongest that works.
    force : bool
        Grade again what has not changed; and, unless a level is asked for, grade even where no level protects.
    """
    questions, release = prepare(course, assignment, notebook)
    asked = release if notebook is None else replace(release, notebooks={notebook: release.notebooks[notebook]})
    setting = Setting(asked, level, force and level is None)
    with open_gradebook(course.db_url) as gradebook:
        records = Records(course, gradebook, release)
        due, extensions = records.deadlines()
        common = keys.of_setting(setting, course.settings, due)
        known = {} if force else records.ledger.keys()
        kept: list[str] = []
        changed: dict[str, str] = {}

        def tasks() -> Iterator[Task]:
            for student in students:
                task = Task(student, collect(course.submitted(student, assignment), release))
                times = (records.time_of_submission(student), extensions.get(student, ""))
                key = keys.of_task(task, common, *times)
                if known.get(student) == key and records.kept(student):
                    kept.append(student)
                else:
                    changed[student] = key
                    yield task

        def unchanged() -> Iterator[Entry]:
            while kept:
                if (entry := records.ledger.entry(kept.pop())) is not None:
                    yield entry

        seen = SandboxReport("none", (), ())
        for graded in workers.grade(setting, tasks()):
            if isinstance(graded, Lost):
                graded = _lost(questions, asked, graded, seen)
            seen = graded.sandbox
            yield from unchanged()
            yield records.write(graded, changed.pop(graded.summary.student), anew=force)
        yield from unchanged()


def results(course: Course, assignment: str, students: Iterable[str]) -> Iterator[Summary]:
    """Yield what the gradebook's ledger keeps of students' submissions."""
    with open_gradebook(course.db_url) as gradebook:
        ledger = Ledger(gradebook, assignment)
        for student in students:
            if (entry := ledger.entry(student)) is not None:
                yield entry.summary


def _lost(questions: Assignment, release: Release, lost: Lost, sandbox: SandboxReport) -> Graded:
    """Stand in for a submission that no worker survived: it is not even read again, in case that is what it takes."""
    submission = understand(HandedIn({}), lost.task.student, release)
    return finished(not_graded(questions, submission, f"grading failed: {lost.why}", sandbox), sandbox)
