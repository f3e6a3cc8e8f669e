"""The assignment with files and a library of `docs/course-files.md`: released, graded, and not to be tampered with."""

import io
import json
import re

import numpy as np
import pytest

from autograder.store.gradebook import open_gradebook
from tests import intro, prices
from tests.classroom import hand_in
from tests.end_to_end.conftest import run

RIGHT = "return np.polyval(np.polyfit(sizes, prices, 1), new) * float(np.load('own.npy'))"
TRIES = """
for name, mode in (("hidden/test.csv", "r"), ("data/train.csv", "w"), ("helpers.py", "a")):
    try:
        open(name, mode)
        print(name, "was opened")
    except OSError as error:
        print(name, type(error).__name__)
open("data/mine.txt", "w").write("x")
"""
STUDENTS = {"honest": ("", RIGHT), "curious": (TRIES, RIGHT), "stopped": ("open('data/train.csv', 'w')", RIGHT)}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course with submissions. All students submit another helper, their own array, and notes."""
    pytest.importorskip("pandas")
    course = intro.make_course(tmp_path_factory.mktemp("files") / "course")
    prices.add_to(course)
    with (course / "nbgrader_config.py").open("a") as config:
        config.write('c.Autograder.accepted_files = ["*.npy"]\n')
    done = run(course, "nbgrader", "generate_assignment", "prices")
    assert done.returncode == 0, done.stderr
    own = io.BytesIO()
    np.save(own, np.array(1.0))
    for student, (before, answer) in STUDENTS.items():
        hand_in(course, student, {"prices": prices.answered(course, answer, before)}, "prices")
        folder = course / "submitted" / student / "prices"
        (folder / "own.npy").write_bytes(own.getvalue())
        (folder / "helpers.py").write_text("def load(path):\n    return [0], [0]\n")
        (folder / "notes.txt").write_text("my notes")
    return course


def test_release_has_all_files_but_those_for_the_tests(course):
    folder = course / "release" / "prices"
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert files == {"prices.ipynb", "helpers.py", "data/train.csv"}


@pytest.mark.parametrize("command", ["autograder grade prices --json out.json", "nbgrader autograde prices --force"])
def test_answers_read_the_files_of_the_course_and_their_own(course, command):
    done = run(course, *command.split())
    assert done.returncode in (0, 1), done.stderr
    with open_gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        found = {each.student.id: each.score for each in gradebook.assignment_submissions("prices")}
    said = done.stdout + done.stderr
    assert found == dict.fromkeys(STUDENTS, 2.0), said
    assert "`notes.txt` was submitted, too; it was not read" in said
    assert "`helpers.py` was changed; the course's file was used" in said


def test_versions_of_the_libraries_are_recorded(course):
    assert "pandas" in dict(json.loads((course / "out.json").read_text())["sandbox"]["versions"])


def test_code_sees_no_hidden_file_and_changes_no_file_of_the_course(course):
    page = (course / "autograded" / "curious" / "prices" / "prices.ipynb").read_text()
    assert "hidden/test.csv FileNotFoundError" in page
    assert len(re.findall(r"(?:data/train\.csv|helpers\.py) (?:OSError|PermissionError)", page)) == 2


@pytest.mark.thorough
def test_check_passes_on_the_example(course):
    done = run(course, "autograder", "check", "prices", "--students", "2", "--jobs", "1")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "data/train.csv" in done.stdout


def test_unchanged_submissions_are_graded_again_after_a_file_of_the_course_has_changed(course):
    run(course, "autograder", "grade", "prices")
    helpers = course / "source" / "prices" / "helpers.py"
    helpers.write_text("def load(path):\n    return [0, 1], [0, 0]\n")
    done = run(course, "autograder", "grade", "prices", "--student", "honest", "--json", "out.json")
    (submission,) = json.loads((course / "out.json").read_text())["submissions"]
    assert submission["score"] == 0.0, done.stderr
