"""nbgrader's quick-start course is graded as it is: no module with questions, no lines in `nbgrader_config.py`."""

import json

import nbformat
import pytest
from nbgrader.api import Gradebook

from tests.classroom import hand_in
from tests.end_to_end.conftest import run

TESTED = ("correct_squares", "squares_invalid_input", "correct_sum_of_squares", "sum_of_squares_uses_squares")


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Graded submissions: the instructor's notebooks, the untouched release, and a wrong exponent with a forgery."""
    folder = tmp_path_factory.mktemp("plain") / "course101"
    for words in (("quickstart", str(folder)), ("generate_assignment", "ps1")):
        done = run(folder if folder.exists() else folder.parent, "nbgrader", *words)
        assert done.returncode == 0, done.stderr
    for student in ("right", "blank", "wrong"):
        hand_in(folder, student, {name: submission(folder, name, student) for name in ("problem1", "problem2")}, "ps1")
    done = run(folder, "autograder", "grade", "ps1", "--json", str(folder / "results.json"))
    assert done.returncode == 1, done.stderr  # written answers need manual grading
    return folder


def submission(course, name, student):
    source, released = (
        nbformat.read(course / step / "ps1" / f"{name}.ipynb", as_version=4) for step in ("source", "release")
    )
    solved = {cell.metadata.nbgrader.grade_id: cell.source for cell in source.cells if "nbgrader" in cell.metadata}
    for cell in released.cells:
        known = cell.metadata.get("nbgrader", {})
        if known.get("solution") and student != "blank":
            cell.source = solved[known.grade_id].replace("i ** 2", "i ** 2" if student == "right" else "i ** 3")
    return released


@pytest.fixture(scope="module")
def results(course):
    found = json.loads((course / "results.json").read_text())
    return {each["student"]: {q["question"]: q for q in each["questions"]} for each in found["submissions"]}


@pytest.mark.parametrize(
    ("student", "scores"), [("right", (1, 1, 0.5, 0.5)), ("blank", (0, 0, 0, 0)), ("wrong", (0, 1, 0, 0.5))]
)
def test_test_cells_give_the_scores_of_nbgrader(results, student, scores):
    assert tuple(results[student][name]["score"] for name in TESTED) == scores


def test_blank_answers_are_unanswered(results):
    assert {results["blank"][name]["outcome"] for name in TESTED} == {"unanswered"}


def test_written_answers_and_tasks_need_manual_grading(results):
    manual = {name for name, each in results["right"].items() if each["needs_manual_grade"]}
    assert manual == set(results["right"]) - set(TESTED)


@pytest.mark.parametrize("command", ["feedback", "report", "regrade"])
def test_other_commands_work(course, command):
    done = run(course, "autograder", command, "ps1")
    assert done.returncode == 0, done.stderr


def test_unknown_assignments_are_named_with_those_of_the_course(course):
    done = run(course, "autograder", "grade", "ps2")
    assert done.returncode == 2
    assert "there is no assignment 'ps2' (did you mean ps1?)" in done.stderr


def test_check_says_where_the_tests_run_and_which_mistakes_they_miss(course):
    done = run(course, "autograder", "check", "ps1", "--compare-nbgrader")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "4 of 4 test cells (3 of 3 points) run outside of the student's process" in done.stdout
    assert "pass  ps1: nbgrader gives every test cell the same score" in done.stdout
    assert "30 of 30 small mistakes fail a test" in done.stdout


def test_test_cells_run_outside_of_the_students_process(results):
    assert {results[student][name]["tested"] for student in results for name in TESTED} == {"outside"}


def test_nbgrader_grades_the_same_once_its_settings_have_the_lines(course):
    def scores():
        with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
            return {each.student.id: each.score for each in gradebook.assignment_submissions("ps1")}

    before, settings = scores(), (course / "nbgrader_config.py").read_text()
    assert run(course, "autograder", "init", "--yes").returncode == 0
    done = run(course, "nbgrader", "autograde", "ps1", "--force")
    assert done.returncode == 0, done.stderr
    assert scores() == before
    assert run(course, "autograder", "init", "--remove", "--yes").returncode == 0
    assert (course / "nbgrader_config.py").read_text().rstrip() == settings.rstrip()
