"""Errors: one sentence says what failed, where and what to do next, and the exit code is 2, never 1."""

import errno
import itertools
import os
import shutil
import sqlite3
import sys

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from autograder.commands.troubles import explained
from autograder.grading.submission import read_release
from autograder.model.errors import CourseError
from autograder.release_check.check import check
from autograder.sandbox import open_sandbox
from autograder.store.course import Course


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("feedback", "rn"), ("no assignment 'rn'", "did you mean rnn?", "training")),
        (
            ("feedback", "rnn", "--student", "s02"),
            ("no submission of 'rnn' by s02", "did you mean s002?", "submitted/*/rnn"),
        ),
        (("feedback", "training"), ("submitted/*/training", "nbgrader collect training")),
        (("feedback", "rnn"), ("no submission of 'rnn' has been graded", "autograder grade rnn")),
        (("regrade", "rnn"), ("no submission of 'rnn' has been graded", "autograder grade rnn")),
        (("report", "rnn"), ("no submission of 'rnn' has been graded", "autograder grade rnn")),
        (("report", "rn"), ("no assignment 'rn'", "did you mean rnn?")),
        (("report", "rnn", "-o", "no/where.html"), ("the folder no does not exist", "mkdir -p no")),
        (("grade", "rnn", "--json", "submitted"), ("submitted is a folder", "give the name of a file")),
        (("grade", "rnn", "--level", "nose"), ("'nose' is not one of 'ns', 'outer', 'landlock'",)),
        (("grade", "rnn", "--jobs", "0"), ("--jobs", "greater than or equal to 1")),
        (("grade", "rnn", "--course", "else/where"), ("else/where is not a course", "no such folder", "--course")),
        (("grade", "rnn", "--scheduler", "nonsense"), ("nonsense", "tcp://host:8786", "dask scheduler")),
        (("check", "--html", "fair.html"), ("name of one assignment", "autograder check rnn --html fair.html")),
        (("check", "training"), ("no source notebooks to check", "source/training")),
        (("grad", "rnn"), ("No such command 'grad'", "'grade'")),
        (("demo", "submitted"), ("submitted is not an empty folder", "autograder demo submitted-2")),
    ],
)
def test_usage_error_says_why_and_what_to_do_next(call, course, arguments, said):
    ended = call(*arguments)
    assert ended.code == 2
    complaint = " ".join(ended.complaint.replace("│", " ").split())
    assert all(part in complaint for part in said), complaint
    assert "Traceback" not in complaint
    assert not (course / "gradebook.db").exists()


def test_error_outside_a_course_suggests_a_course_or_the_demo(call, course, monkeypatch):
    monkeypatch.chdir(course / "source")
    assert f"add --course {course}" in call("feedback", "rnn").complaint
    monkeypatch.chdir(course.parent)
    assert "autograder demo" in call("feedback", "rnn").complaint


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("c.Course = = 3", "SyntaxError"),
        ("import nothing_of_this_name", "ModuleNotFoundError"),
        ("raise ValueError('not so')", "ValueError: not so"),
    ],
)
def test_an_error_in_the_settings_names_the_line(call, course, line, said):
    (course / "nbgrader_config.py").write_text(f"c = get_config()\n{line}\n")
    ended = call("feedback", "rnn")
    assert ended.code == 2
    assert said in ended.complaint
    assert f"{course / 'nbgrader_config.py'}, line 2" in ended.complaint


def test_an_error_in_a_question_names_the_line(call, course):
    (course / "assignments").mkdir()
    (course / "assignments" / "mine.py").write_text("one = 1\nnone = one / 0\n")
    (course / "source" / "mine").mkdir()
    ended = call("check", "mine")
    assert ended.code == 2
    assert "ZeroDivisionError" in ended.complaint
    assert f"{course / 'assignments' / 'mine.py'}, line 2" in ended.complaint


def test_a_missing_release_says_how_to_generate_it(call, course):
    shutil.rmtree(course / "release")
    ended = call("check", "rnn")
    assert ended.code == 2
    assert "run `nbgrader generate_assignment rnn`" in ended.complaint
    assert "a bug in the grader" not in ended.complaint


def test_release_without_a_notebook_fails_the_check(course):
    (course / "release" / "rnn" / "lstm.ipynb").unlink()
    _, stale, leaks = itertools.islice(check(Course.at(course), "rnn", None), 3)
    assert stale.problems == ("lstm.ipynb differs: run `nbgrader generate_assignment rnn`",)
    assert leaks.problems == ()


def test_an_unreadable_source_notebook_is_named(call, course):
    (course / "source" / "rnn" / "lstm.ipynb").write_text("{")
    ended = call("check", "rnn")
    assert ended.code == 2
    assert "source/rnn/lstm.ipynb: this notebook cannot be read" in ended.complaint
    assert "a bug in the grader" not in ended.complaint


@pytest.mark.parametrize("damage", ["is not a database", "is cut off", "is a folder"])
def test_a_damaged_gradebook_says_how_to_recover(call, course, damage):
    path = course / "gradebook.db"
    if damage == "is a folder":
        path.mkdir()
    elif damage == "is not a database":
        path.write_bytes(b"nothing of the kind" * 100)
    else:
        with sqlite3.connect(path) as connection:
            connection.execute("CREATE TABLE many (word TEXT)")
            connection.executemany("INSERT INTO many VALUES (?)", [("word" * 100,)] * 1000)
        connection.close()
        path.write_bytes(path.read_bytes()[:5000])
    ended = call("report", "rnn")
    assert ended.code == 2
    assert "Traceback" not in ended.complaint
    assert ("mv gradebook.db" if damage != "is a folder" else "ls -ld . gradebook.db*") in ended.complaint


def test_a_locked_gradebook_names_likely_programs(tmp_path):
    place = tmp_path / "gradebook.db"
    other = sqlite3.connect(place)
    other.execute("CREATE TABLE some (word TEXT)")
    other.execute("BEGIN EXCLUSIVE")
    engine = create_engine(f"sqlite:///{place}", connect_args={"timeout": 0})
    with pytest.raises(SQLAlchemyError) as caught, engine.begin() as connection:
        connection.execute(text("INSERT INTO some VALUES ('x')"))
    other.close()
    engine.dispose()
    assert "the gradebook is in use (database is locked)" in explained(caught.value)
    assert "formgrader" in explained(caught.value)


@pytest.mark.parametrize("url", ["nonsense", "unheard-of://host/name"])
def test_an_invalid_database_address_is_reported(call, course, url):
    with (course / "nbgrader_config.py").open("a") as settings:
        settings.write(f"c.CourseDirectory.db_url = {url!r}\n")
    ended = call("report", "rnn")
    assert ended.code == 2
    assert "c.CourseDirectory.db_url in nbgrader_config.py is not a database address" in ended.complaint


@pytest.mark.parametrize(
    ("number", "advice"),
    [
        (errno.EACCES, "run this as a user who may write there"),
        (errno.EROFS, "run this as a user who may write there"),
        (errno.ENOSPC, "free some space"),
        (errno.ENOTDIR, "move it away"),
    ],
)
def test_error_for_an_unwritable_file_says_what_to_do(number, advice):
    said = explained(OSError(number, os.strerror(number), "/course/autograded/s002"))
    assert said.startswith(f"/course/autograded/s002: {os.strerror(number)}; ")
    assert advice in said


def test_a_bug_in_the_grader_shows_a_traceback_and_exits_with_2(call, course, monkeypatch):
    def broken(*_):
        raise RuntimeError("unforeseen")

    monkeypatch.setattr("autograder.store.course.Course.students", broken)
    ended = call("feedback", "rnn")
    assert ended.code == 2
    assert "in broken" in ended.complaint
    assert "a bug in the grader" in ended.complaint


def test_an_unavailable_level_points_to_the_doctor(monkeypatch):
    reports = sys.modules[open_sandbox.__module__]
    monkeypatch.setattr(reports, "_open", lambda *_: (None, None, "cannot start"))
    with pytest.raises(
        Exception, match="sandbox level outer is unavailable on this machine; run `autograder doctor` for details"
    ):
        open_sandbox("outer")


def test_an_unreadable_release_says_how_to_regenerate_it(course):
    (course / "release" / "rnn" / "lstm.ipynb").write_text("")
    with pytest.raises(CourseError, match="`nbgrader generate_assignment rnn` to generate it again"):
        read_release(course / "release" / "rnn", "rnn")


def test_the_command_line_offers_the_levels_of_the_sandbox():
    from autograder.commands.options import LevelOption
    from autograder.sandbox import jail

    assert str(list(jail.LEVELS)) in str(LevelOption)
