"""A drawing is graded manually: both commands run its code, show the picture and ask for a grade."""

import nbformat
import pytest
from nbgrader.api import Gradebook

from tests.classroom import fill, hand_in, make_course, released, solved
from tests.end_to_end.conftest import run

ASSIGNMENT, NOTEBOOK, QUESTION = "training", "activations", "slope-plot"
DRAWN = "import matplotlib.pyplot as plt\n\nplt.plot([0, 1], [0, 1])\nplt.show()"


def beside():
    notebooks = released(ASSIGNMENT)
    cells = notebooks[NOTEBOOK].cells
    place = next(n for n, cell in enumerate(cells) if cell.id == QUESTION)
    cells.insert(place + 1, nbformat.v4.new_code_cell(DRAWN, id="mine"))
    return notebooks


@pytest.fixture(scope="module", params=["autograder grade", "nbgrader autograde"])
def course(request, tmp_path_factory):
    folder = make_course(tmp_path_factory.mktemp("picture") / "course", ASSIGNMENT)
    for student, notebooks in {
        "instructor": solved(ASSIGNMENT),
        "untouched": released(ASSIGNMENT),
        "drawn": fill({(NOTEBOOK, QUESTION): DRAWN}, ASSIGNMENT),
        "beside": beside(),
        "broken": fill({(NOTEBOOK, QUESTION): "import matplotlib.pyplot as plt\nplt.plot(nothing)"}, ASSIGNMENT),
    }.items():
        hand_in(folder, student, {NOTEBOOK: notebooks[NOTEBOOK]}, ASSIGNMENT)
    program, command = request.param.split()
    if program == "nbgrader":
        assert run(folder, "nbgrader", "generate_assignment", ASSIGNMENT).returncode == 0
    done = run(folder, program, command, ASSIGNMENT)
    assert done.returncode == (1 if program == "autograder" else 0), done.stderr
    return folder


def grade(course, student, change=None):
    """Return automatic score, manual score and needs-manual flag, after changing the record."""
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        found = gradebook.find_grade(QUESTION, NOTEBOOK, ASSIGNMENT, student)
        if change is not None:
            found.manual_score, found.needs_manual_grade = change, False
            gradebook.db.commit()
        return found.auto_score, found.manual_score, found.needs_manual_grade


def page(course, student):
    path = course / "autograded" / student / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
    return {cell.id: cell for cell in nbformat.read(path, as_version=4).cells}


@pytest.mark.parametrize("student", ["instructor", "drawn", "beside", "broken"])
def test_drawing_needs_manual_grading(course, student):
    assert grade(course, student) == (None, None, True)
    assert "undecided, needs manual grading (2 points)" in page(course, student)[f"{QUESTION}-verdict"].source


def test_missing_drawing_gets_no_points_without_manual_grading(course):
    assert grade(course, "untouched") == (0, None, False)


@pytest.mark.parametrize("student", ["instructor", "drawn", "beside"])
def test_picture_is_an_output_of_its_cell(course, student):
    cell = page(course, student)[QUESTION]
    assert cell.metadata.nbgrader.points == 2
    assert any("image/png" in output.get("data", {}) for output in cell.outputs)


def test_drawing_code_that_fails_is_shown_with_its_error(course):
    assert [output.ename for output in page(course, "broken")[QUESTION].outputs] == ["NameError"]


def test_manual_points_and_the_picture_are_in_the_feedback(course):
    grade(course, "drawn", change=1.5)
    assert run(course, "nbgrader", "generate_feedback", ASSIGNMENT, "--student=drawn", "--force").returncode == 0
    html = (course / "feedback" / "drawn" / ASSIGNMENT / f"{NOTEBOOK}.html").read_text()
    assert f"{QUESTION}: graded manually, 1.5 of 2 points" in html
    assert "Score: 1.5 / 2.0" in html
    assert "data:image/png;base64," in html
