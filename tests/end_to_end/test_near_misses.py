"""Graders see near misses with every command; students do not."""

import json

import pytest
from nbgrader.api import Gradebook

from tests.classroom import fill, hand_in, make_course
from tests.end_to_end.conftest import run

NEARLY = {
    (
        "bptt",
        "sigmoid-code",
    ): "import numpy as np\ndef sigmoid(z):\n    return 1 / (1 + np.exp(-np.clip(z, -500, 500)))",
    ("bptt", "jacobian-code"): """
def jacobian(W, x):
    y = sigmoid(W @ x)
    return (1 + 4e-6) * (y * (1 - y))[:, None] * W
""",
}
RIGHT = {place: source.replace("(1 + 4e-6) * ", "") for place, source in NEARLY.items()}
REASON = "wrong, but the error is less than 10 times the tolerance"


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    course = make_course(tmp_path_factory.mktemp("near") / "course")
    hand_in(course, "near", fill(NEARLY))
    hand_in(course, "right", fill(RIGHT))
    done = run(course, "autograder", "grade", "rnn", "--notebook", "bptt", "--json", "out.json")
    assert done.returncode in (0, 1), done.stderr
    return course, done.stdout


def test_near_misses_are_listed_in_the_terminal_and_in_json(graded):
    course, printed = graded
    assert f"near: bptt/jacobian is a near miss: {REASON}" in printed
    assert "right: bptt/jacobian" not in printed
    submissions = {
        each["student"]: each["questions"] for each in json.loads((course / "out.json").read_text())["submissions"]
    }
    found = {(student, each["question"]): each["near_miss"] for student in submissions for each in submissions[student]}
    assert found["near", "jacobian"] == REASON
    assert found["right", "jacobian"] is None


def test_formgrader_flags_near_misses(graded):
    course, _ = graded
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        flags = {name: gradebook.find_submission_notebook("bptt", "rnn", name).flagged for name in ("near", "right")}
    assert flags == {"near": True, "right": False}


def test_feedback_pages_do_not_mention_near_misses(graded):
    course, _ = graded
    done = run(course, "nbgrader", "generate_feedback", "rnn", "--student", "near")
    assert done.returncode == 0, done.stderr
    page = (course / "feedback" / "near" / "rnn" / "bptt.html").read_text()
    assert "one constant factor" in page
    assert REASON not in page
    assert "near miss" not in page
