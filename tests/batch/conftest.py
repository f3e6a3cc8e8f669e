"""A small class, and workers that record what they grade."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.exc import OperationalError

from autograder.batch.release_validation import find_release
from autograder.batch.run import grade_class
from autograder.batch.worker import grade
from autograder.reports import as_json
from autograder.store.course import Course
from tests.classroom import STUDENTS, fill, hand_in, make_course, read_answers, released
from tests.shared import make_once
from tests.templates import cloned

CLASS = ("s002", "s004", "untouched")


def hand_in_small_class(course: Path) -> Path:
    """Submit one notebook each for three students."""
    for student in CLASS:
        path = STUDENTS / f"{student}.md"
        notebooks = fill(read_answers(path)) if path.is_file() else released()
        hand_in(course, student, {"lstm": notebooks["lstm"]})
    return course


class HereAndNow:
    """Workers that grade in this process, one submission after the other."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def grade(self, setting, tasks) -> Iterator:
        for task in tasks:
            self.asked.append(task.student)
            with cloned():
                graded = grade(setting, task)
            yield graded


def grade_again(course: Path, **options) -> tuple[list[str], dict]:
    """Grade; return the students who were not skipped, and the results of all."""
    workers, place = HereAndNow(), Course.at(course)
    students = options.pop("students", None) or place.students("rnn")
    entries = list(grade_class(place, find_release(place, "rnn"), students, workers, **options))
    submissions = as_json("rnn", entries[0].sandbox, [entry.result for entry in entries])["submissions"]
    return sorted(workers.asked), {each["student"]: each for each in submissions}


@pytest.fixture(scope="session")
def graded_course(tmp_path_factory) -> tuple[Path, dict]:
    """Return a course with the graded class, and the summaries of its submissions."""

    def make(folder: Path) -> None:
        course = hand_in_small_class(make_course(folder / "course"))
        asked, summaries = grade_again(course)
        assert asked == sorted(CLASS)
        (folder / "summaries.json").write_text(json.dumps(summaries))

    folder = make_once(tmp_path_factory, "small-class", make)
    return folder / "course", json.loads((folder / "summaries.json").read_text())


@pytest.fixture
def course(graded_course, tmp_path) -> Path:
    """A copy of the graded class that a test may change."""
    return Path(shutil.copytree(graded_course[0], tmp_path / "course"))


@pytest.fixture
def summaries(graded_course) -> dict:
    return graded_course[1]


@pytest.fixture(scope="session")
def postgres(tmp_path_factory) -> Iterator[str]:
    """A PostgreSQL server of our own on a socket in a folder; the start of the addresses of its databases."""
    if (initdb := _postgres_program("initdb")) is None:
        pytest.skip("no PostgreSQL is installed")
    folder = Path(tempfile.mkdtemp(prefix="pg-"))  # a short path: a socket's name has at most 107 characters
    ordinary = {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.getuid() == 0 else {}
    if ordinary:  # PostgreSQL does not run as root
        shutil.chown(folder, "nobody", "nogroup")
    data = folder / "data"
    options = {"cwd": folder, "capture_output": True, "text": True, "check": True, "timeout": 120, **ordinary}
    subprocess.run([initdb, "-D", data, "-U", "grader", "-A", "trust", "--no-sync", "-E", "UTF8"], **options)
    with open(folder / "log", "wb") as log:
        server = subprocess.Popen(
            [_postgres_program("postgres"), "-D", data, "-k", folder, "-c", "listen_addresses=", "-F"],
            **{**ordinary, "cwd": folder, "stdout": log, "stderr": log},
        )
    try:
        _wait_until_it_answers(folder, server)
        yield f"postgresql+psycopg2://grader@/{{}}?host={folder}"
    finally:
        server.terminate()
        server.wait(60)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres_url(postgres) -> str:
    """The address of an empty database."""
    name = f"course_{uuid.uuid4().hex}"
    engine = create_engine(postgres.format("postgres"), isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    return postgres.format(name)


def _postgres_program(name: str) -> str | None:
    """Find a server's program: Debian keeps them by version, and not on the path."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4].split(".")[0]))
    return str(found[-1]) if found else shutil.which(name)


def _wait_until_it_answers(folder: Path, server: subprocess.Popen) -> None:
    engine = create_engine(f"postgresql+psycopg2://grader@/postgres?host={folder}", poolclass=NullPool)
    deadline = time.monotonic() + 60
    while True:
        try:
            with engine.connect():
                return
        except OperationalError:
            assert server.poll() is None, (folder / "log").read_text()
            assert time.monotonic() < deadline
            time.sleep(0.1)
