"""The example of the page about new assignments works as the page says."""

import json
import re
import shutil
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

import autograder
from tests import clusters
from tests.classroom import hand_in
from tests.end_to_end.conftest import run
from tests.intro import BLOCKS, CELLS, PAGE, RIGHT, answered

MODULE = "assignments/intro/__init__.py"

WRONG = re.search(r"`(-\(p \* np\.log2\(p\)\)\.sum\(\))` earns 1", PAGE)[1]
HINT = re.search(r"its author reads: \*(.+?)\*", PAGE, re.DOTALL)[1].replace("\n", " ")


@pytest.fixture(scope="module")
def course(small_course, tmp_path_factory):
    """The course that the page shows, with three submissions."""
    folder = Path(shutil.copytree(small_course, tmp_path_factory.mktemp("own") / "course"))
    hand_in(folder, "right", answered(folder, RIGHT), "intro")
    hand_in(folder, "wrong", answered(folder, WRONG), "intro")
    hand_in(folder, "untouched", {"entropy": nbformat.read(folder / "release/intro/entropy.ipynb", 4)}, "intro")
    return folder


def scores(course):
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        return {each.student.id: each.score for each in gradebook.assignment_submissions("intro")}


def test_one_question_takes_less_than_forty_lines():
    lines = [line for path in (MODULE, *CELLS) for line in BLOCKS[path].splitlines()]
    assert len(lines) < 40


def test_release_contains_no_solution(course):
    released = (course / "release" / "intro" / "entropy.ipynb").read_text()
    assert "np.sum" not in released
    assert "raise NotImplementedError" in released


def test_answers_get_the_scores_that_the_page_gives(course):
    done = run(course, "autograder", "grade", "intro", "--json", "results.json", "--jobs", "1")
    assert done.returncode == 0, done.stderr + done.stdout
    results = json.loads((course / "results.json").read_text())
    said = {each["student"]: each["questions"][0] for each in results["submissions"]}
    assert (said["right"]["outcome"], said["right"]["score"]) == ("correct", 2)
    assert (said["wrong"]["misconception"], said["wrong"]["score"]) == ("bits for nats", 1)
    assert said["wrong"]["feedback"].startswith(HINT)
    assert (said["untouched"]["outcome"], said["untouched"]["score"]) == ("unanswered", 0)
    assert scores(course) == {"right": 2, "wrong": 1, "untouched": 0}


@pytest.mark.thorough
def test_cluster_workers_receive_the_questions_of_the_course(course, tmp_path):
    with clusters.scheduler(tmp_path) as address, clusters.worker(address, "far", tmp_path):
        done = run(course, "autograder", "grade", "intro", "--scheduler", address, "--json", "far.json", "--force")
    assert done.returncode == 0, done.stderr + done.stdout
    results = json.loads((course / "far.json").read_text())
    assert {each["student"]: each["score"] for each in results["submissions"]} == {
        "right": 2,
        "wrong": 1,
        "untouched": 0,
    }


def test_nbgrader_autograde_finds_the_questions_of_the_course(course):
    done = run(course, "nbgrader", "autograde", "intro", "--force")
    assert done.returncode == 0, done.stderr
    assert scores(course) == {"right": 2, "wrong": 1, "untouched": 0}
    done = run(course, "nbgrader", "generate_feedback", "intro", "--force")
    assert done.returncode == 0, done.stderr
    assert HINT in (course / "feedback" / "wrong" / "intro" / "entropy.html").read_text()


def test_changed_questions_are_graded_again(course):
    """Graded submissions are graded again after the course's questions change."""
    run(course, "autograder", "grade", "intro", "--jobs", "1")
    module = course / MODULE
    text = module.read_text()
    module.write_text(text.replace("credit=0.5", "credit=0.25"))
    try:
        run(course, "autograder", "grade", "intro", "--jobs", "1")
        assert scores(course)["wrong"] == 0.5
    finally:
        module.write_text(text)


def test_check_passes_on_the_example(course):
    done = run(course, "autograder", "check", "--students", "1", "--jobs", "1")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "intro: the release matches the source" in done.stdout
    assert "rnn" not in done.stdout


def test_question_types_in_the_table_exist():
    rows = re.findall(r"^\| .* \| (`.*?`) \| (?:code|one)", PAGE, re.MULTILINE)
    assert len(rows) == 9
    names = {name for row in rows for name in row.strip("`").split("`, `")}
    assert names <= set(autograder.__all__)
