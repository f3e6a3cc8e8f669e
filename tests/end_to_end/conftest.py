"""One class, graded once by `autograder grade` and once by nbgrader; the tests examine the results."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from tests import intro
from tests.browser import MISSING, Tab, browser, is_installed
from tests.classroom import fill, hand_in, make_course, released, solved, students
from tests.shared import make_once
from tests.warm import BIN, commands


def run(
    course: Path, command: str, *arguments: str, timeout: float = 300, place: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command in the folder of a course; it starts in a warm process unless `place` names another installation."""
    folder = place or commands()
    path = os.pathsep.join([str(folder), str(BIN), os.environ["PATH"]])
    return subprocess.run(
        [folder / command, *arguments],
        cwd=course,
        env={**os.environ, "PATH": path, "COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )


def hand_in_class(course: Path) -> None:
    for student, answers in students().items():
        hand_in(course, student, fill(answers))
    hand_in(course, "untouched", released())
    hand_in(course, "instructor", solved())
    broken = hand_in(course, "broken-file", fill(students()["many-styles"]))
    (broken / "lstm.ipynb").write_bytes((broken / "lstm.ipynb").read_bytes()[:3000])


def grades(course: Path) -> dict[tuple[str, str, str], tuple[float | None, bool, str | None]]:
    """Return score, needs-manual flag and comment of every graded cell in the gradebook."""
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        return {
            (submission.student.id, notebook.name, grade.name): (
                grade.auto_score,
                grade.needs_manual_grade,
                next((c.auto_comment for c in notebook.comments if c.name == grade.name), None),
            )
            for submission in gradebook.assignment_submissions("rnn")
            for notebook in submission.notebooks
            for grade in notebook.grades
        }


class Results:
    """Results written by `--json`, by student and question."""

    def __init__(self, path: Path) -> None:
        self.data = json.loads(path.read_text())
        self.submissions = {each["student"]: each for each in self.data["submissions"]}

    def question(self, student: str, name: str) -> dict:
        return next(q for q in self.submissions[student]["questions"] if q["question"] == name)

    def questions(self, student: str) -> list[dict]:
        return self.submissions[student]["questions"]


@pytest.fixture(scope="session")
def fast_course(tmp_path_factory) -> Path:
    """Return a course with the class, graded by `autograder grade`."""

    def make(folder: Path) -> None:
        course = make_course(folder / "course")
        hand_in_class(course)
        done = run(course, "autograder", "grade", "rnn", "--json", "results.json")
        assert done.returncode == 1, done.stderr + done.stdout  # essays need manual grading
        (course / "stdout.txt").write_text(done.stdout)

    return make_once(tmp_path_factory, "graded-by-autograder", make) / "course"


@pytest.fixture(scope="module")
def own_course(fast_course, tmp_path_factory) -> Path:
    """Return a copy of the graded class that a module may change."""
    return Path(shutil.copytree(fast_course, tmp_path_factory.mktemp("own") / "course"))


@pytest.fixture(scope="module")
def tab() -> Iterator[Tab]:
    """Return a tab of a real browser."""
    if not is_installed():
        pytest.skip(MISSING)
    with browser() as opened:
        yield opened


@pytest.fixture(scope="session")
def results(fast_course) -> Results:
    return Results(fast_course / "results.json")


@pytest.fixture(scope="session")
def nbgrader_course(tmp_path_factory) -> Path:
    """Return a course with the same class, graded by nbgrader's own commands."""

    def make(folder: Path) -> None:
        course = make_course(folder / "course")
        hand_in_class(course)
        for command in ("generate_assignment rnn", "autograde rnn", "generate_feedback rnn", "export"):
            done = run(course, "nbgrader", *command.split())
            assert done.returncode == 0, done.stderr

    return make_once(tmp_path_factory, "graded-by-nbgrader", make) / "course"


@pytest.fixture(scope="session")
def small_course(tmp_path_factory) -> Path:
    """Return a course with the assignment of one question that `docs/new-assignment.md` shows, released."""

    def make(folder: Path) -> None:
        done = run(intro.make_course(folder), "nbgrader", "generate_assignment", "intro")
        assert done.returncode == 0, done.stderr

    return make_once(tmp_path_factory, "small-course", make)
