"""Generate the feedback pages of a class: find those that changed, and write them in parallel."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry

from autograder.batch.bounded import bounded_as_completed
from autograder.model.errors import AutograderError, CourseError
from autograder.nbgrader.feedback.grades import Grades
from autograder.nbgrader.feedback.pages import Sheet, converter
from autograder.processes.client import LostError, Server
from autograder.store.atomic import atomic_replace
from autograder.store.course import Course
from autograder.store.exchange_files import copy_exchange_files
from autograder.store.gradebook import open_gradebook

MADE_FROM = ".made-from"
"""File in a feedback folder with a hash of every page and of what it was generated from."""
_MAKERS = ("nbgrader", "nbconvert", "nbformat", "jinja2", "mistune", "bleach", "nh3", "pygments", "latex2mathml")
_PACKAGE = Path(__file__).parent.parent.parent
_LAYOUT = [path for folder in ("nbgrader/feedback", "store/autograded") for path in (_PACKAGE / folder).rglob("*.*")]


@dataclass(frozen=True)
class Made:
    """The result of generating one student's feedback.

    Attributes
    ----------
    student : str
    updated : bool
        Whether a page was written.
    problem : str
        Why there is no feedback; "" if there is.
    """

    student: str
    updated: bool
    problem: str = ""


@dataclass(frozen=True)
class _Job:
    student: str
    sheets: tuple[Sheet, ...]
    key: str


def make_feedback(
    course: Course, assignment: str, students: Sequence[str], jobs: int | None = None, force: bool = False
) -> Iterator[Made]:
    """Make the feedback pages of students, as `nbgrader generate_feedback` would; yield each student when it is done.

    Students whose autograded notebooks, scores and comments have not changed keep their pages.

    Parameters
    ----------
    jobs : int, optional
        How many processes to use; one for each core by default.
    force : bool
        Also make pages again that have not changed.

    Yields
    ------
    Made
        With a `problem` if a page could not be made; that does not keep other students from their pages.
    """
    made = converter(course)
    mode = int(str(made.permissions), 8)
    unchanged: list[Made] = []
    files = ""
    with suppress(CourseError):  # pages then show no pictures of the course
        files = course.setup(assignment).files.key

    def todo() -> Iterator[_Job]:
        with open_gradebook(course.db_url) as gradebook:
            for student in students:
                job = _job(course, gradebook, assignment, student, files)
                if isinstance(job, Made):
                    unchanged.append(job)
                elif not force and _is_kept(course.feedback(student, assignment), job):
                    unchanged.append(Made(student, updated=False))
                else:
                    yield job

    count = jobs or len(os.sched_getaffinity(0))
    with ThreadPoolExecutor(count) as threads, closing(Server("autograder.nbgrader.feedback.pages")) as server:
        server.begin()

        def submit(job: _Job) -> Future[dict[str, str]]:
            return threads.submit(lambda: {sheet.notebook: _page(server, course.root, sheet) for sheet in job.sheets})

        for job, future in bounded_as_completed(submit, todo(), at_once=2 * count):
            try:
                pages = future.result()
            except AutograderError as error:
                yield Made(job.student, updated=False, problem=str(error))
                continue
            source = course.autograded(job.student, assignment)
            target = course.feedback(job.student, assignment)
            _write(target, source, job, pages)
            course.set_modes(target, course.directory.feedback_directory, mode)
            yield Made(job.student, updated=True)
            yield from _drained(unchanged)
    yield from _drained(unchanged)


def _page(server: Server, course: Path, sheet: Sheet) -> str:
    """Return a page. If it takes too much time or memory, it is made again without laying out the student's texts."""
    for as_written in (False, True):
        with suppress(LostError):
            page: str = server.call((course, sheet, as_written))
            return page
    raise AutograderError(f"{sheet.notebook}: the process that made the page died; try again with fewer --jobs")


def _drained(found: list[Made]) -> Iterator[Made]:
    while found:
        yield found.pop()


def _job(course: Course, gradebook: Gradebook, assignment: str, student: str, files: str) -> _Job | Made:
    folder = course.autograded(student, assignment)
    try:
        submission = gradebook.find_submission(assignment, student)
    except MissingEntry:
        return Made(student, updated=False, problem="was not graded")
    sheets = tuple(
        Sheet(student, assignment, notebook.name, folder / f"{notebook.name}.ipynb", Grades.of(notebook))
        for notebook in sorted(submission.notebooks, key=lambda each: str(each.name))
        if (folder / f"{notebook.name}.ipynb").is_file()
    )
    if not sheets:
        return Made(student, updated=False, problem="has no autograded notebooks; grade again")
    return _Job(student, sheets, _key(course, sheets, files))


def _key(course: Course, sheets: tuple[Sheet, ...], files: str) -> str:
    digest = hashlib.sha256(f"{course.settings}{files}".encode())
    for name in _MAKERS:
        digest.update(f"{name} {version(name)}\n".encode())
    for path in sorted(path for path in _LAYOUT if path.suffix != ".pyc"):
        digest.update(path.read_bytes())
    for sheet in sheets:
        digest.update(json.dumps([sheet.notebook, asdict(sheet.grades)], sort_keys=True).encode())
        digest.update(hashlib.sha256(sheet.source.read_bytes()).digest())
    return digest.hexdigest()


def _is_kept(folder: Path, job: _Job) -> bool:
    try:
        values = json.loads((folder / MADE_FROM).read_text(encoding="utf-8"))
        return values["key"] == job.key and all(
            _digest((folder / f"{name}.html").read_bytes()) == page for name, page in values["pages"].items()
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def _write(target: Path, source: Path, job: _Job, pages: dict[str, str]) -> None:
    with atomic_replace(target) as folder:
        copy_exchange_files(source, folder)
        for name, page in pages.items():
            (folder / f"{name}.html").write_text(page, encoding="utf-8")
        made = {"key": job.key, "pages": {name: _digest(page.encode()) for name, page in pages.items()}}
        (folder / MADE_FROM).write_text(json.dumps(made), encoding="utf-8")


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
