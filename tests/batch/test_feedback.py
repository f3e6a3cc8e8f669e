"""Feedback for a class: the pages of nbgrader, only those that changed, and a broken page affects no other."""

import pytest
from nbgrader.api import Gradebook

from autograder.store.course import Course
from tests.batch.conftest import CLASS, grade_again
from tests.classroom import fill, hand_in, students
from tests.end_to_end.conftest import run


def pages(course):
    return {path.relative_to(course / "feedback").as_posix(): path.read_bytes() for path in course.rglob("*.html")}


def feedback(course, *options, code=0):
    done = run(course, "autograder", "feedback", "rnn", *options)
    assert done.returncode == code, done.stdout + done.stderr
    return done


@pytest.fixture
def judged(course):
    """The class with a hostile student, and with manual scores and comments."""
    hand_in(course, "hostile", {"bptt": fill(students("rnn")["hostile"])["bptt"]})
    grade_again(course)
    with Gradebook(Course.at(course).db_url) as gradebook:
        gradebook.find_grade("gate-roles", "lstm", "rnn", "s002").manual_score = 2.5
        gradebook.find_comment("gate-roles", "lstm", "rnn", "s002").manual_comment = "Well said: $f$ <b>forgets</b>."
        gradebook.find_submission_notebook("lstm", "rnn", "s004").late_submission_penalty = 1.0
        gradebook.db.commit()
    return course


def test_pages_equal_those_of_nbgrader(judged):
    told = feedback(judged).stdout
    assert f"{len(CLASS) + 1} of {len(CLASS) + 1} students" in told
    ours = pages(judged)
    assert len(ours) == 3 * (len(CLASS) + 1)
    done = run(judged, "nbgrader", "generate_feedback", "rnn", "--force")
    assert done.returncode == 0, done.stderr
    assert pages(judged) == ours
    assert b"Well said: <math" in ours["s002/rnn/lstm.html"]
    assert b"gate-roles: graded manually, 2.5 of 3 points" in ours["s002/rnn/lstm.html"]
    assert "Late submission penalty: −1.0".encode() in ours["s004/rnn/lstm.html"]
    assert b"<script>alert" not in ours["hostile/rnn/bptt.html"]


def test_only_changed_feedback_is_generated_again(course):
    feedback(course)
    before = {path: path.stat().st_mtime_ns for path in course.rglob("*.html")}
    assert "0 of 3 students" in feedback(course).stdout
    with Gradebook(Course.at(course).db_url) as gradebook:
        gradebook.find_grade("gate-roles", "lstm", "rnn", "s004").manual_score = 1.5
        gradebook.db.commit()
    assert "1 of 3 students" in feedback(course).stdout
    after = {path: path.stat().st_mtime_ns for path in course.rglob("*.html")}
    assert {path.parent.parent.name for path in after if after[path] != before[path]} == {"s004"}
    (course / "feedback" / "s002" / "rnn" / "lstm.html").write_text("something else")
    assert "1 of 3 students" in feedback(course).stdout
    assert "3 of 3 students" in feedback(course, "--force").stdout


def test_a_page_that_cannot_be_made_is_named_and_the_others_are_made(course):
    broken = course / "autograded" / "s002" / "rnn" / "lstm.ipynb"
    broken.unlink()
    broken.write_text("{")
    done = feedback(course, code=1)
    assert "s002: lstm: NotJSONError" in done.stderr
    assert "Traceback" not in done.stderr
    assert {path.split("/")[0] for path in pages(course)} == set(CLASS) - {"s002"}
    assert not list(course.glob("feedback/*/.writing*"))


DIES = """
import os
from nbconvert.preprocessors import Preprocessor

class Dies(Preprocessor):
    enabled = True

    def preprocess(self, nb, resources):
        if resources["nbgrader"]["student"] == "s002":
            os._exit(1)
        return nb, resources

c.GenerateFeedback.preprocessors.prepend([Dies])
"""


def test_a_student_whose_process_dies_is_named_and_the_others_get_pages(course):
    with open(course / "nbgrader_config.py", "a") as config:
        config.write(DIES)
    done = feedback(course, "--jobs", "1", code=1)
    assert "s002: bptt: the process that made the page died" in done.stderr
    assert "Traceback" not in done.stderr
    assert {path.split("/")[0] for path in pages(course)} == set(CLASS) - {"s002"}


def test_an_id_with_brackets_has_a_page(course):
    (course / "submitted" / "s002").rename(course / "submitted" / "group [2]")
    grade_again(course)
    feedback(course, "--student", "group [2]")
    assert (course / "feedback" / "group [2]" / "rnn" / "lstm.html").is_file()


def test_ungraded_students_are_named(course):
    hand_in(course, "newcomer", {})
    assert "newcomer: was not graded" in feedback(course, code=1).stderr
