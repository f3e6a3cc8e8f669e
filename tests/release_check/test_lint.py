"""Problems of source and released notebooks are found before a release."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.model import Probe, Question
from autograder.model.setup import CourseFile, CourseFiles
from autograder.release_check.lint import (
    file_problems,
    release_problems,
    released_problems,
    solution_lines,
    source_problems,
)
from autograder.store.course_files import course_files
from autograder.store.settings import Autograder

QUESTIONS = (Question(name="f"), Question(name="essay"))

SOLUTION = """def f(x):
    ### BEGIN SOLUTION
    return x + secret(x)
    ### END SOLUTION"""


def known(grade_id, grade=False, solution=False):
    return {"nbgrader": {"grade_id": grade_id, "grade": grade, "solution": solution}}


def source(**replaced):
    cells = {
        "code": new_code_cell(SOLUTION, metadata=known("f-code", solution=True)),
        "grade": new_code_cell("assert f(1)", metadata=known("f", grade=True)),
        "essay": new_markdown_cell("Why?", metadata=known("essay", grade=True, solution=True)),
        **replaced,
    }
    return new_notebook(cells=[cell for cell in cells.values() if cell is not None])


def test_notebook_that_matches_its_questions_passes():
    assert source_problems(source(), QUESTIONS) == []


@pytest.mark.parametrize(
    ("node", "reason"),
    [
        (source(extra=new_code_cell("", metadata=known("g", grade=True))), "`g` has no question"),
        (source(essay=None), "`essay` has no grade cell"),
        (source(code=None), "right after a solution cell `f-code`"),
        (source(extra=new_code_cell("", metadata=known("f-code", solution=True))), "more than one cell"),
        (source(extra=new_code_cell("### BEGIN HIDDEN TESTS\nassert 1")), "hidden-test marker"),
        (source(extra=new_code_cell("# begin hidden_test")), "hidden-test marker"),
        (source(extra=new_code_cell("### BEGIN HIDDDEN TESTS")), "hidden-test marker"),
        (source(extra=new_code_cell("###BEGN HIDEN TETS")), "hidden-test marker"),
        (source(extra=new_code_cell("# end of hidden tests")), "hidden-test marker"),
    ],
)
def test_cells_and_questions_that_do_not_match_are_named(node, reason):
    assert any(reason in problem for problem in source_problems(node, QUESTIONS))


class Counted(Question):
    """A question with the number of probes in its name; if that is odd, some students get one more."""

    def probes(self, rng):
        number = int(self.name[1:])
        return (Probe("f"),) * (number + int(rng.integers(2)) if number % 2 else number)


def counting(grade, text="", question="q2"):
    about = new_markdown_cell(text)
    code = new_code_cell(SOLUTION, metadata=known(f"{question}-code", solution=True))
    checks = new_code_cell(grade, metadata=known(question, grade=True))
    return new_notebook(cells=[about, code, checks])


@pytest.mark.parametrize(
    ("grade", "text"),
    [
        ("%matplotlib inline", "No numbers here."),
        ("assert f(1)", "1 visible check and 2 hidden checks"),
        ("np.testing.assert_allclose(1, 1)\nassert f(1)\nassert_equal(1, 1)", "3 visible checks"),
        ("with Checks() as check:\n    for x in (1, 2):\n        check.close(x, x)", "1 visible check"),
        ("print('2 hidden checks remain')", ""),
    ],
)
def test_right_or_missing_numbers_of_checks_pass(grade, text):
    assert source_problems(counting(grade, text), (Counted(name="q2"),)) == []


@pytest.mark.parametrize(
    ("grade", "text", "question", "reason"),
    [
        ("assert f(1)", "2 visible checks", "q2", "has 1 visible checks, but the notebook says 2"),
        ("assert f(1)", "3 hidden checks", "q2", "`q2` has 2 hidden checks, but the notebook says 3"),
        ("print('1 hidden check remains')", "", "q2", "has 2 hidden checks, but the notebook says 1"),
        ("assert f(1)", "3 hidden checks", "q3", "has 3 or 4 hidden checks, but the notebook says 3"),
        (
            "x = 1\n%magic",
            "1 visible check",
            "q2",
            "the checks in cell `q2` cannot be counted: invalid syntax in line 2",
        ),
    ],
)
def test_wrong_numbers_of_checks_are_named(grade, text, question, reason):
    (problem,) = source_problems(counting(grade, text, question), (Counted(name=question),))
    assert reason in problem


def test_written_question_has_no_hidden_checks():
    essay = new_markdown_cell("Why? 3 hidden checks.", metadata=known("essay", grade=True, solution=True))
    assert source_problems(new_notebook(cells=[essay]), (Question(name="essay"),)) == [
        "question `essay` has 0 hidden checks, but the notebook says 3"
    ]


def test_files_of_a_release_that_do_not_belong_there_are_named(tmp_path):
    (tmp_path / "data").mkdir()
    for name in ("a.ipynb", "b.ipynb", ".hidden", "data/x.csv", "data/y.csv"):
        (tmp_path / name).touch()
    files = CourseFiles((CourseFile("data/x.csv", 0, ""), CourseFile("data/y.csv", 0, "", hidden=True)))
    assert released_problems(tmp_path, files, ["a"]) == [
        "file `.hidden` would be released",
        "file `b.ipynb` would be released",
        "file `data/y.csv` would be released",
    ]


def test_helper_with_a_solution_or_the_name_of_a_library_is_named(tmp_path):
    nbformat.write(source(), tmp_path / "a.ipynb")
    (tmp_path / "helpers.py").write_text("def f(x):\n    return x + secret(x)\n")
    (tmp_path / "numpy.py").write_text("import helpers")
    found, problems = course_files(tmp_path, Autograder())
    assert problems == []
    assert file_problems(tmp_path, found, ["a"]) == [
        "file `numpy.py`: `import numpy` imports the library of that name; rename the file",
        "file `helpers.py` contains a line of the solution, and would be released",
    ]


def released(source_text="def f(x):\n    # YOUR CODE HERE\n    raise NotImplementedError()", **more):
    return new_notebook(cells=[new_code_cell(source_text, metadata=known("f-code", solution=True), **more)])


def test_clean_release_passes():
    assert release_problems(source(), released()) == []


@pytest.mark.parametrize(
    ("node", "reason"),
    [
        (released("def f(x):\n  return x  +  secret(x)"), "line of the solution"),
        (released("### BEGIN SOLUTION"), "marker"),
        (released("import autograder"), "names the grader's package"),
        (released(execution_count=3), "outputs"),
    ],
)
def test_leaks_in_a_release_are_named(node, reason):
    assert any(reason in problem for problem in release_problems(source(), node))


def test_unexpected_metadata_are_named():
    node = released()
    node.metadata.notes = "the answer is 0"
    node.cells[0].metadata.tags = ["x"]
    assert len(release_problems(source(), node)) == 2


@pytest.mark.parametrize(("text", "problems"), [("![a curve](attachment:a.png)", 0), ("YOUR ANSWER HERE", 1)])
def test_attached_picture_is_a_problem_unless_the_text_shows_it(text, problems):
    node = released()
    node.cells.append(new_markdown_cell(text, attachments={"a.png": {"image/png": "AA=="}}))
    assert len(release_problems(source(), node)) == problems


def test_solution_lines_are_the_lines_between_the_markers():
    assert solution_lines(source()) == {"returnx+secret(x)"}
