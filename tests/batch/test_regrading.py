"""`autograder regrade`: differences are shown before they are written, and manual scores stay."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

import autograder
from autograder.batch.regrade import compare
from autograder.model.result import NotebookResult, QuestionResult, SubmissionResult
from autograder.model.verdicts import credited
from autograder.store.course import Course
from tests.end_to_end.conftest import BIN


@pytest.fixture(scope="module")
def changed_package(tmp_path_factory) -> Path:
    """A copy of the package in which the right answer to one question differs."""
    folder = tmp_path_factory.mktemp("changed")
    package = Path(shutil.copytree(Path(autograder.__file__).parent, folder / "autograder"))
    module = package / "assignments" / "rnn" / "lstm.py"
    source = module.read_text()
    changed = source.replace("right=lstm.ALWAYS_POSITIVE", 'right=lstm.ALWAYS_POSITIVE | {"h"}')
    assert changed != source
    module.write_text(changed)
    return folder


def regrade(course, package, *arguments):
    return subprocess.run(
        [BIN / "autograder", "regrade", "rnn", "--jobs", "1", "--json", "changes.json", *arguments],
        cwd=course,
        env={**os.environ, "PYTHONPATH": str(package), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


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


def test_changes_are_shown_first_and_written_only_with_apply(course_with_manual_score, changed_package):
    course = course_with_manual_score
    before = scores(course)

    shown = regrade(course, changed_package)
    assert shown.returncode == 1, shown.stderr
    assert "correct, now partial" in shown.stdout
    assert "Nothing was written" in shown.stdout
    changes = {each["student"]: each for each in json.loads((course / "changes.json").read_text())["submissions"]}
    assert {student: each["points"] for student, each in changes.items()} == {"s002": -1, "s004": 0, "untouched": 0}
    assert [change["question"] for change in changes["s002"]["changes"]] == ["always-positive"]
    assert changes["s004"]["changes"][0]["manual_score"] == 1.25
    assert changes["untouched"]["changes"] == []
    assert scores(course) == before

    dropped = regrade(course, changed_package, "--drop")
    assert dropped.returncode == 1
    assert scores(course) == before

    applied = regrade(course, changed_package, "--apply")
    assert applied.returncode == 0, applied.stderr
    assert scores(course) == {**before, "s002": before["s002"] - 1}

    again = regrade(course, changed_package)
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
    done = regrade(course, Path(autograder.__file__).parent.parent)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Regraded submissions: 0;" in done.stdout
