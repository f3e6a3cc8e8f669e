"""The commands: what they select, what they reject, and their exit codes."""

import json

import pytest

from autograder.sandbox.environment import versions
from tests.classroom import STUDENTS, fill, hand_in, make_course, read_answers, released
from tests.end_to_end.conftest import grades, run


@pytest.fixture
def course(tmp_path):
    return make_course(tmp_path / "course")


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("grade", "poetry"), "there is no assignment 'poetry'"),
        (("grade", "rnn"), "there are no submissions of 'rnn'"),
        (("grade", "rnn", "--student", "nobody"), "there is no submission of 'rnn' by nobody"),
        (("grade", "rnn", "--notebook", "poem"), "has no notebook 'poem'"),
        (("grade", "rnn", "--course", "elsewhere"), "is not a course"),
        (("check", "poetry"), "there is no assignment 'poetry'"),
        (("check", "--html", "page.html"), "--html needs the name of one assignment"),
    ],
)
def test_impossible_command_explains_why_and_exits_with_2(course, arguments, reason):
    done = run(course, "autograder", *arguments)
    assert done.returncode == 2
    assert reason in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


def test_missing_release_is_reported_with_the_command_that_makes_it(course):
    hand_in(course, "somebody", released())
    (course / "release").rename(course / "gone")
    done = run(course, "autograder", "grade", "rnn")
    assert done.returncode == 2
    assert "nbgrader generate_assignment rnn" in " ".join(done.stderr.split())


def test_grade_can_select_one_student_and_notebook(course):
    for student in ("s002", "s004"):
        hand_in(course, student, fill(read_answers(STUDENTS / f"{student}.md")))
    done = run(course, "autograder", "grade", "rnn", "--student", "s002", "--notebook", "lstm", "--json", "out.json")
    assert done.returncode == 0, done.stderr
    (submission,) = json.loads((course / "out.json").read_text())["submissions"]
    assert submission["student"] == "s002"
    assert {question["notebook"] for question in submission["questions"]} == {"lstm"}
    assert submission["problems"] == []  # the notebooks that were not asked for are no copies of this one
    scores = grades(course)
    assert {student for student, _, _ in scores} == {"s002"}
    assert scores["s002", "lstm", "constant-cell"][0] == 1
    assert scores["s002", "bptt", "sigmoid"] == (None, True, None)


def test_student_ids_with_brackets_and_non_ascii_letters_are_graded(course):
    for student in ("Łukasz [2] #1", "группа-7"):
        hand_in(course, student, fill(read_answers(STUDENTS / "s002.md")))
    done = run(course, "autograder", "grade", "rnn", "--notebook", "lstm", "--json", "out.json")
    assert done.returncode == 0, done.stderr
    found = {each["student"]: each["score"] for each in json.loads((course / "out.json").read_text())["submissions"]}
    assert found == {"Łukasz [2] #1": 3, "группа-7": 3}


def test_doctor_lists_what_each_level_blocks_and_which_is_used(course):
    done = run(course, "autograder", "doctor")
    assert done.returncode == 0, done.stdout
    graded_with = ", ".join(f"{name} {number}" for name, number in versions().items())
    assert f"students' code runs with {graded_with}" in done.stdout
    for level in ("ns", "outer", "landlock"):
        assert f"level {level}:" in done.stdout
    assert "blocked:" in done.stdout
    assert "Grading uses level" in done.stdout


@pytest.mark.parametrize("command", ["grade", "check", "doctor"])
def test_command_has_a_help_page(course, command):
    done = run(course, "autograder", command, "--help")
    assert done.returncode == 0
    assert "Usage:" in done.stdout
