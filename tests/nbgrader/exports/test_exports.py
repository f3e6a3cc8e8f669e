"""Exports for other systems: their columns, with the scores of the gradebook."""

import csv
import json
import shutil
from pathlib import Path

import pytest

from autograder.model import Outcome
from autograder.model.result import NotebookResult, QuestionResult, SubmissionResult
from autograder.sandbox import SandboxReport
from autograder.store.gradebook import open_gradebook
from autograder.store.graded import Entry
from autograder.store.ledger import Ledger
from autograder.text import escape_formula
from tests.end_to_end.conftest import run

pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader relies on what it warns of


def question(name, outcome, score, points, **more):
    credit = None if score is None else score / points
    return QuestionResult("bptt", name, Outcome(outcome), credit, score, points, **more)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A gradebook with two students; one has a submission that is partly graded by hand."""
    folder = tmp_path_factory.mktemp("exports") / "course"
    folder.mkdir()
    (folder / "nbgrader_config.py").write_text("c = get_config()\n")
    with open_gradebook(f"sqlite:///{folder}/gradebook.db") as gradebook:
        gradebook.add_assignment("rnn")
        gradebook.add_notebook("bptt", "rnn")
        for name, points in (("jacobian", 3), ("essay", 4), ("proof", 2)):
            gradebook.add_grade_cell(name, "bptt", "rnn", max_score=points, cell_type="code")
        gradebook.add_student(
            "u1", first_name="Vorname", last_name="Nachname", email="u1@example.org", lms_user_id="77"
        )
        gradebook.add_student("u2")
        submission = gradebook.add_submission("rnn", "u1")
        scores = {"jacobian": (1.2, None), "essay": (None, 3.5), "proof": (None, None)}
        for grade in submission.notebooks[0].grades:
            grade.auto_score, grade.manual_score = scores[grade.name]
            grade.needs_manual_grade = grade.name == "proof"
        submission.notebooks[0].late_submission_penalty = 0.5
        ledger = Ledger(gradebook, "rnn")
        ledger.set_up()
        found = (
            question("jacobian", "partial", 1.2, 3.0, misconception="columns scaled", feedback="Which index is it?"),
            question("essay", "undecided", None, 4.0),
            question("proof", "undecided", None, 2.0),
        )
        result = SubmissionResult("u1", (NotebookResult("bptt", found, "ns"),))
        entry = Entry("key", result, SandboxReport("ns", (), ()), {})
        ledger.write("u1", submission.id, entry)
        gradebook.db.commit()
    return folder


@pytest.fixture
def course(made, tmp_path):
    """A copy of the course that a test may change."""
    return Path(shutil.copytree(made, tmp_path / "course"))


def export(course, name, to, *more):
    done = run(course, "nbgrader", "export", f"--exporter=autograder.nbgrader.exports.{name}", f"--to={to}", *more)
    assert done.returncode == 0, done.stderr
    return course / to


def rows(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def test_the_question_table_has_a_row_per_question(course):
    with export(course, "PerQuestion", "questions.csv").open(newline="") as file:
        lines = {line["question"]: line for line in csv.DictReader(file)}
    assert lines["jacobian"]["score"] == "1.2"
    assert lines["jacobian"]["misconception"] == "columns scaled"
    assert (lines["essay"]["auto_score"], lines["essay"]["manual_score"]) == ("", "3.5")
    assert lines["proof"]["needs_manual_grade"] == "yes"
    assert {line["student"] for line in lines.values()} == {"u1"}


def test_canvas_files_have_canvas_columns_and_the_points_possible(course):
    header, possible, first, second = rows(export(course, "Canvas", "out/canvas.csv"))
    assert header == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "rnn"]
    assert possible == ["    Points Possible", "", "", "", "", "9"]
    assert first == ["Nachname, Vorname", "77", "u1", "u1", "", "4.2"]
    assert second == ["u2", "", "u2", "u2", "", ""]


def test_moodle_files_have_moodles_columns_and_mark_for_no_grade(course):
    header, first, second = rows(export(course, "Moodle", "moodle.csv"))
    assert header == ["First name", "Last name", "ID number", "Email address", "Assignment: rnn (Real)"]
    assert first == ["Vorname", "Nachname", "u1", "u1@example.org", "4.2"]
    assert second == ["", "", "u2", "", "-"]


def test_gradescope_files_have_a_test_per_question(course):
    folder = export(course, "Gradescope", "gradescope")
    assert [path.relative_to(folder).as_posix() for path in folder.rglob("*.json")] == ["rnn/u1/results.json"]
    results = json.loads((folder / "rnn" / "u1" / "results.json").read_text())
    assert results["score"] == pytest.approx(4.2)
    tests = {each["name"]: each for each in results["tests"]}
    assert tests["bptt: jacobian"]["status"] == "failed"
    assert tests["bptt: jacobian"]["output"] == "Which index is it?"
    assert tests["bptt: essay"]["score"] == 3.5
    assert "status" not in tests["bptt: proof"]
    assert "needs manual grading" in tests["bptt: proof"]["output"]


def test_only_selected_students_are_exported(course):
    table = rows(export(course, "Moodle", "moodle.csv", "--student", "['u2']"))
    assert [line[2] for line in table[1:]] == ["u2"]


@pytest.mark.parametrize("text", ["=cmd()", "+1", "-1", "@x", "\uff1d1+1"])
def test_cells_never_start_like_a_formula(text):
    assert escape_formula(text) == f"'{text}"
    assert escape_formula("s002") == "s002"
    assert escape_formula("") == ""


@pytest.mark.parametrize("text", ["\u202ebidi", "new\nline", "\x1b[2J", "\t=1", "\u2066x"])
def test_cells_hold_printable_characters_only(text):
    assert escape_formula(text).isprintable()


FORMULAS = ("=cmd()", "+49", "-1+1", "@sum")


@pytest.mark.parametrize(("name", "columns"), [("Canvas", 4), ("Moodle", 4)])
def test_no_id_or_name_reaches_a_spreadsheet_as_a_formula(course, name, columns):
    with open_gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        for text in FORMULAS:
            gradebook.add_student(text, first_name=text, last_name=text, email=text, lms_user_id=text)
        gradebook.db.commit()
    table = rows(export(course, name, "table.csv"))
    who = [line[:columns] for line in table[1:]]
    assert [cell for line in who for cell in line if cell.startswith(("=", "+", "-", "@"))] == []
    assert {f"'{text}" for text in FORMULAS} <= {cell for line in who for cell in line}


@pytest.mark.parametrize(
    "student",
    [
        "../../outside",
        "/tmp/outside-of-to",
        "..",
        "a/b",
        "back\\slash",
        "new\nline",
        "50%",
        "\n" * 200,
        "\u202e" * 80,
        "a" * 255,
    ],
)
def test_gradescope_files_stay_inside_their_folder(course, student):
    with open_gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        gradebook.add_student(student)
        gradebook.add_submission("rnn", student)
        gradebook.db.commit()
    before = {path for path in course.parent.rglob("*") if not path.is_relative_to(course / "out" / "gradescope")}
    folder = export(course, "Gradescope", "out/gradescope")
    written = {path.relative_to(folder).parts for path in folder.rglob("results.json")}
    assert len(written) == 2
    assert {len(parts) for parts in written} == {3}
    after = {path for path in course.parent.rglob("*") if not path.is_relative_to(folder)}
    assert after - before <= {course / "out"}
