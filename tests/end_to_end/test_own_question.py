"""A course's own kind of question works with check, grade, regrade and report."""

import json

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from tests.classroom import hand_in
from tests.docs.pages import blocks
from tests.end_to_end.conftest import run
from tests.intro import BLOCKS

SHOWN = {block.file: block.text for block in blocks("docs/questions.md") if block.file}
SOLUTION = """import numpy as np


def basis(A):
    ### BEGIN SOLUTION
    return np.linalg.svd(A, full_matrices=False)[0]
    ### END SOLUTION
"""
CHECKS = "assert basis(np.eye(3)[:, :2]).shape == (3, 2)"
ANSWERS = {
    "right": "return np.linalg.qr(A)[0]",
    "scaled": "return A / np.sqrt((A**2).sum(axis=0))",
    "wrong": "return A",
    "raises": "return A.inverse()",
    "no-array": "return A.tolist()",
}


def cell(name, source):
    graded = name == "basis"
    known = {
        "grade_id": name,
        "schema_version": 3,
        "task": False,
        "grade": graded,
        "solution": not graded,
        "locked": graded,
    }
    return new_code_cell(source, id=name, metadata={"nbgrader": {**known, **({"points": 2} if graded else {})}})


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """The course that the page shows, with one submission for every kind of verdict."""
    folder = tmp_path_factory.mktemp("own-question")
    package, source = folder / "assignments" / "linear", folder / "source" / "linear"
    (package / "correct_answers").mkdir(parents=True)
    source.mkdir(parents=True)
    (folder / "nbgrader_config.py").write_text(BLOCKS["nbgrader_config.py"])
    assignment = "\nfrom autograder import Assignment\n\nassignment = Assignment('linear', {'bases': (question,)})\n"
    (package / "__init__.py").write_text(SHOWN["orthonormal.py"] + assignment)
    (package / "correct_answers" / "basis.py").write_text(SHOWN["correct_answers/basis.py"])
    nbformat.write(new_notebook(cells=[cell("basis-code", SOLUTION), cell("basis", CHECKS)]), source / "bases.ipynb")
    done = run(folder, "nbgrader", "generate_assignment", "linear")
    assert done.returncode == 0, done.stderr
    for student, answer in ANSWERS.items():
        node = nbformat.read(folder / "release" / "linear" / "bases.ipynb", as_version=4)
        node.cells[0].source = f"import numpy as np\n\n\ndef basis(A):\n    {answer}"
        hand_in(folder, student, {"bases": node}, "linear")
    return folder


@pytest.fixture(scope="module")
def results(course):
    """What `autograder grade` writes about each student's answer."""
    done = run(course, "autograder", "grade", "linear", "--json", "results.json", "--jobs", "1")
    assert done.returncode == 0, done.stderr + done.stdout
    submissions = json.loads((course / "results.json").read_text())["submissions"]
    return {each["student"]: each["questions"][0] for each in submissions}


def test_answers_are_graded_as_the_question_judges_them(results):
    assert {student: result["score"] for student, result in results.items()} == {
        "right": 2,
        "scaled": 1,
        "wrong": 0,
        "raises": 0,
        "no-array": 0,
    }
    assert results["scaled"]["misconception"] == "columns scaled only"
    assert results["raises"]["feedback"].startswith("`basis` raised AttributeError in line 5")


def test_check_tries_its_correct_answers_misconceptions_and_small_changes(course):
    done = run(course, "autograder", "check", "linear", "--students", "2", "--jobs", "1")
    assert done.returncode == 0, done.stdout + done.stderr
    said = " ".join(done.stdout.split())
    assert "all 5 right answers are accepted" in said
    assert "all 1 misconceptions are rejected" in said


@pytest.mark.thorough
def test_check_fails_if_a_misconception_is_not_recognised(course):
    module = course / "assignments" / "linear" / "__init__.py"
    text = module.read_text()
    module.write_text(text.replace("np.allclose(a, b) for", "np.allclose(a, 2 * b) for"))
    try:
        done = run(course, "autograder", "check", "linear", "--students", "2", "--jobs", "1")
    finally:
        module.write_text(text)
    assert done.returncode == 1
    assert "it is not recognised" in " ".join(done.stdout.split())


def test_a_changed_rule_is_compared_with_the_grades(course, results):
    module = course / "assignments" / "linear" / "__init__.py"
    text = module.read_text()
    module.write_text(text.replace("credit=0.5", "credit=0.25"))
    try:
        done = run(course, "autograder", "regrade", "linear", "--drop", "--jobs", "1")
    finally:
        module.write_text(text)
    assert done.returncode in (0, 1), done.stdout + done.stderr
    assert "scaled" in done.stdout


def test_the_report_names_its_misconception(course, results):
    done = run(course, "autograder", "report", "linear")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "columns scaled only" in (course / "linear-report.html").read_text()
