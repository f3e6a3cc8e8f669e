"""Where something cannot be done, a sentence says what, where, and what to do next; the exit code is 2, never 1."""

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
        (("feedback", "rnn", "--student", "s02"), ("'rnn' by s02", "did you mean s002?", "submitted/*/rnn")),
        (("feedback", "training"), ("submitted/*/training", "nbgrader collect training")),
        (("feedback", "rnn"), ("nothing of 'rnn' has been graded", "autograder grade rnn")),
        (("regrade", "rnn"), ("nothing of 'rnn' has been graded", "autograder grade rnn")),
        (("report", "rnn"), ("nothing of 'rnn' has been graded", "autograder grade rnn")),
        (("report", "rn"), ("no assignment 'rn'", "did you mean rnn?")),
        (("report", "rnn", "-o", "no/where.html"), ("there is no folder no", "mkdir -p no")),
        (("grade", "rnn", "--json", "submitted"), ("submitted is a folder", "name a file in it")),
        (("grade", "rnn", "--level", "nose"), ("'nose' is not one of 'ns', 'outer', 'landlock'",)),
        (("grade", "rnn", "--jobs", "0"), ("--jobs", "greater than or equal to 1")),
        (("grade", "rnn", "--course", "else/where"), ("else/where is not a course", "no such folder", "--course")),
        (("grade", "rnn", "--scheduler", "nonsense"), ("nonsense", "tcp://host:8786", "dask scheduler")),
        (("check", "--html", "fair.html"), ("name it", "autograder check rnn --html fair.html")),
        (("check", "training"), ("no notebooks to check", "source/training")),
        (("grad", "rnn"), ("No such command 'grad'", "'grade'")),
        (("demo", "submitted"), ("submitted is not an empty folder", "autograder demo submitted-2")),
    ],
)
def test_what_cannot_be_done_says_why_and_what_comes_next(call, course, arguments, said):
    ended = call(*arguments)
    assert ended.code == 2
    complaint = " ".join(ended.complaint.replace("│", " ").split())
    assert all(part in complaint for part in said), complaint
    assert "Traceback" not in complaint
    assert not (course / "gradebook.db").exists()


def test_a_folder_that_is_no_course_leads_to_one(call, course, monkeypatch):
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
def test_settings_that_cannot_be_read_name_the_line(call, course, line, said):
    (course / "nbgrader_config.py").write_text(f"c = get_config()\n{line}\n")
    ended = call("feedback", "rnn")
    assert ended.code == 2
    assert said in ended.complaint
    assert f"{course / 'nbgrader_config.py'}, line 2" in ended.complaint


def test_a_question_that_cannot_be_loaded_names_the_line(call, course):
    (course / "assignments").mkdir()
    (course / "assignments" / "mine.py").write_text("one = 1\nnone = one / 0\n")
    (course / "source" / "mine").mkdir()
    ended = call("check", "mine")
    assert ended.code == 2
    assert "ZeroDivisionError" in ended.complaint
    assert f"{course / 'assignments' / 'mine.py'}, line 2" in ended.complaint


def test_a_release_that_is_not_there_is_to_be_made_before_it_is_checked(call, course):
    shutil.rmtree(course / "release")
    ended = call("check", "rnn")
    assert ended.code == 2
    assert "run `nbgrader generate_assignment rnn`" in ended.complaint
    assert "a fault of the grader" not in ended.complaint


def test_a_release_that_lacks_a_notebook_is_a_finding(course):
    (course / "release" / "rnn" / "lstm.ipynb").unlink()
    _, stale, leaks = itertools.islice(check(Course.at(course), "rnn", None), 3)
    assert stale.problems == ("lstm.ipynb differs: run `nbgrader generate_assignment rnn`",)
    assert leaks.problems == ()


def test_a_source_that_cannot_be_read_is_named(call, course):
    (course / "source" / "rnn" / "lstm.ipynb").write_text("{")
    ended = call("check", "rnn")
    assert ended.code == 2
    assert "source/rnn/lstm.ipynb: not a notebook that can be read" in ended.complaint
    assert "a fault of the grader" not in ended.complaint


@pytest.mark.parametrize("damage", ["is not a database", "is cut off", "is a folder"])
def test_a_gradebook_that_cannot_be_used_says_how_to_go_on(call, course, damage):
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


def test_a_gradebook_in_use_says_who_may_have_it_open(tmp_path):
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
def test_an_address_that_is_none_is_said_to_be_none(call, course, url):
    with (course / "nbgrader_config.py").open("a") as settings:
        settings.write(f"c.CourseDirectory.db_url = {url!r}\n")
    ended = call("report", "rnn")
    assert ended.code == 2
    assert "c.CourseDirectory.db_url in nbgrader_config.py is no address of a database" in ended.complaint


@pytest.mark.parametrize(
    ("number", "advice"),
    [
        (errno.EACCES, "grade as a user who may write there"),
        (errno.EROFS, "grade as a user who may write there"),
        (errno.ENOSPC, "make room"),
        (errno.ENOTDIR, "move it away"),
    ],
)
def test_a_file_that_cannot_be_written_says_what_to_do(number, advice):
    said = explained(OSError(number, os.strerror(number), "/course/autograded/s002"))
    assert said.startswith(f"/course/autograded/s002: {os.strerror(number)}; ")
    assert advice in said


def test_a_fault_of_the_grader_is_exit_code_2_and_shows_where(call, course, monkeypatch):
    def broken(*_):
        raise RuntimeError("nobody thought of this")

    monkeypatch.setattr("autograder.store.course.Course.students", broken)
    ended = call("feedback", "rnn")
    assert ended.code == 2
    assert "in broken" in ended.complaint
    assert "a fault of the grader" in ended.complaint


def test_a_level_that_cannot_be_had_leads_to_the_doctor(monkeypatch):
    reports = sys.modules[open_sandbox.__module__]
    monkeypatch.setattr(reports, "_open", lambda *_: (None, None, "it does not start"))
    with pytest.raises(Exception, match="level outer is not to be had here; `autograder doctor` tells more"):
        open_sandbox("outer")


def test_a_release_that_cannot_be_read_says_how_to_make_it_again(course):
    (course / "release" / "rnn" / "lstm.ipynb").write_text("")
    with pytest.raises(CourseError, match="`nbgrader generate_assignment rnn` makes it again"):
        read_release(course / "release" / "rnn", "rnn")


def test_the_levels_of_the_command_line_are_those_of_the_sandbox():
    from autograder.commands.options import LevelOption
    from autograder.sandbox import jail

    assert str(list(jail.LEVELS)) in str(LevelOption)
