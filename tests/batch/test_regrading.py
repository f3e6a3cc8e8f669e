"""`autograder regrade`: differences are shown before they are written, and manual scores stay."""

import json

import pytest
from nbgrader.api import Gradebook

from autograder.batch.regrade import compare
from autograder.model.result import NotebookResult, QuestionResult, SubmissionResult
from autograder.model.verdicts import credited
from autograder.store.course import Course
from tests.end_to_end.conftest import run

CHANGED = """
from dataclasses import replace

from autograder.assignments.rnn import assignment as shipped

changed = tuple(
    replace(question, right=question.right | {"h"}) if question.name == "always-positive" else question
    for question in shipped.notebooks["lstm"]
)
assignment = replace(shipped, notebooks={**shipped.notebooks, "lstm": changed})
"""
"""Questions of the course, in which the right answer to one differs from the shipped one."""


def change_questions(course):
    (course / "assignments").mkdir()
    (course / "assignments" / "rnn.py").write_text(CHANGED)


def regrade(course, *arguments):
    return run(course, "autograder", "regrade", "rnn", "--jobs", "1", "--json", "changes.json", *arguments)


def scores(course):
    with Gradebook(Course.at(course).db_url) as gradebook:
        return {
            each.student.id: each.notebooks and sum(notebook.score for notebook in each.notebooks)
            for each in gradebook.assignment_submissions("rnn")
        }


@pytest.fixture
def course_with_manual_score(course):
    with Gradebook(Course.at(course).db_url) as gradebook:
        gradebook.find_grade("always-positive", "lstm", "rnn", "s004").manual_score = 1.25
        gradebook.db.commit()
    return course


def test_changes_are_shown_first_and_written_only_with_apply(course_with_manual_score):
    course = course_with_manual_score
    before = scores(course)
    change_questions(course)

    shown = regrade(course)
    assert shown.returncode == 1, shown.stderr
    assert "correct, now partial" in shown.stdout
    assert "Nothing was written" in shown.stdout
    changes = {each["student"]: each for each in json.loads((course / "changes.json").read_text())["submissions"]}
    assert {student: each["points"] for student, each in changes.items()} == {"s002": -1, "s004": 0, "untouched": 0}
    assert [change["question"] for change in changes["s002"]["changes"]] == ["always-positive"]
    assert changes["s004"]["changes"][0]["manual_score"] == 1.25
    assert changes["untouched"]["changes"] == []
    assert scores(course) == before

    dropped = regrade(course, "--drop")
    assert dropped.returncode == 1
    assert scores(course) == before

    applied = regrade(course, "--apply")
    assert applied.returncode == 0, applied.stderr
    assert scores(course) == {**before, "s002": before["s002"] - 1}

    again = regrade(course)
    assert again.returncode == 0
    assert "Regraded submissions: 0;" in again.stdout


def result(**scores):
    questions = tuple(
        QuestionResult.of(credited(score / 2, ""), notebook="nb", question=name, max_score=2.0)
        for name, score in scores.items()
    )
    return SubmissionResult("s007", (NotebookResult("nb", questions, "ns"),))


def test_added_and_removed_questions_are_changes():
    proposal = compare(result(kept=2.0, gone=2.0), result(kept=2.0, new=2.0), {})
    assert {change.after.question: change.points for change in proposal.changes} == {"gone": -2.0, "new": 2.0}
    assert {change.after.question: change.rule for change in proposal.changes} == {
        "gone": "worth 0 points instead of 2",
        "new": "worth 2 points instead of 0",
    }
    assert (proposal.before, proposal.points) == (4.0, 0.0)


def test_manual_scores_count_in_the_old_total():
    proposal = compare(result(one=2.0, other=0.0), result(one=0.0, other=0.0), {("nb", "other"): 1.5})
    assert (proposal.before, proposal.points) == (3.5, -2.0)


def test_unchanged_questions_cause_no_regrading(course):
    done = regrade(course)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Regraded submissions: 0;" in done.stdout
