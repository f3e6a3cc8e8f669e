"""Two graders that run at the same time lose and duplicate nothing."""

import json
import multiprocessing
import shutil
import subprocess
import time

import pytest
from nbgrader.api import Gradebook
from sqlalchemy import text

from autograder.store.course import Course
from autograder.store.gradebook import open_gradebook
from tests.batch.conftest import CLASS, hand_in_small_class
from tests.classroom import make_course
from tests.warm import commands

MORE = 5


@pytest.fixture
def large_course(tmp_path):
    course = hand_in_small_class(make_course(tmp_path / "course"))
    for number in range(MORE):
        shutil.copytree(course / "submitted" / "s002", course / "submitted" / f"again-{number}")
    return course


def grade_twice_at_once(course):
    command = [commands() / "autograder", "grade", "rnn", "--jobs", "1", "--json"]
    both = [
        subprocess.Popen([*command, name], cwd=course, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for name in ("one.json", "two.json")
    ]
    ended = [(*each.communicate(timeout=240), each.returncode) for each in both]
    for told, complaints, code in ended:
        assert (complaints, code) == ("", 0), told
    return [json.loads((course / name).read_text()) for name in ("one.json", "two.json")]


def check(course, one, other, summaries):
    assert one == other
    found = {each["student"]: each for each in one["submissions"]}
    assert {student: found[student] for student in CLASS} == summaries
    with Gradebook(Course.at(course).db_url) as gradebook:
        submissions = gradebook.assignment_submissions("rnn")
        assert sorted(each.student.id for each in submissions) == sorted(found)
        assert {each.student.id: each.score for each in submissions} == {
            student: each["score"] for student, each in found.items()
        }
        assert gradebook.db.execute(text("SELECT COUNT(*) FROM autograder_graded")).scalar() == len(found)


def open_at_once(arguments) -> str:
    """Create a gradebook at a given moment."""
    course, moment = arguments
    from autograder.batch.release_validation import find_release
    from autograder.store.records import Records

    place = Course.at(course)
    release = find_release(place, "rnn")
    time.sleep(max(0, moment - time.time()))
    with open_gradebook(place.db_url) as gradebook:
        Records(place, gradebook, release)
        return gradebook.db.execute(text("SELECT version_num FROM alembic_version")).scalar()


def test_graders_started_at_the_same_moment_create_one_gradebook(large_course):
    with multiprocessing.get_context("spawn").Pool(2) as graders:
        graders.map(len, ["", ""])
        versions = graders.map(open_at_once, [(large_course, time.time() + 2.5)] * 2, chunksize=1)
    assert len(set(versions)) == 1
    assert versions[0]


def test_two_graders_with_one_sqlite_file_agree(large_course, summaries):
    check(large_course, *grade_twice_at_once(large_course), summaries)


def test_two_graders_with_one_postgresql_server_agree(large_course, summaries, postgres_url):
    with (large_course / "nbgrader_config.py").open("a") as config:
        config.write(f"\nc.CourseDirectory.db_url = {postgres_url!r}\n")
    check(large_course, *grade_twice_at_once(large_course), summaries)
    assert not (large_course / "gradebook.db").exists()
