"""A small class, and workers that write down what they were asked."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.cohort.run import grade_cohort
from autograder.cohort.worker import grade
from autograder.course import Course
from tests.classroom import STUDENTS, fill, hand_in, make_course, read_answers, released

CLASS = ("s002", "s004", "untouched")


def hand_in_small_class(course: Path) -> Path:
    """Hand in one notebook each for three students."""
    for student in CLASS:
        path = STUDENTS / f"{student}.md"
        notebooks = fill(read_answers(path)) if path.is_file() else released()
        hand_in(course, student, {"lstm": notebooks["lstm"]})
    return course


class HereAndNow:
    """Workers that grade in this process, one after the other."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def grade(self, setting, tasks) -> Iterator:
        for task in tasks:
            self.asked.append(task.student)
            yield grade(setting, task)


def grade_again(course: Path, **options) -> tuple[list[str], dict]:
    """Run a grading; return who was really graded, and the summaries of all."""
    workers, place = HereAndNow(), Course.at(course)
    students = options.pop("students", None) or place.students("rnn")
    entries = list(grade_cohort(place, "rnn", students, workers, **options))
    return sorted(workers.asked), {entry.summary.student: entry.summary.to_json() for entry in entries}


@pytest.fixture(scope="module")
def graded_course(tmp_path_factory) -> tuple[Path, dict]:
    course = hand_in_small_class(make_course(tmp_path_factory.mktemp("cohort") / "course"))
    asked, summaries = grade_again(course)
    assert asked == sorted(CLASS)
    return course, summaries


@pytest.fixture
def course(graded_course, tmp_path) -> Path:
    """A copy of the graded class that a test may spoil."""
    return Path(shutil.copytree(graded_course[0], tmp_path / "course"))


@pytest.fixture
def summaries(graded_course) -> dict:
    return graded_course[1]
