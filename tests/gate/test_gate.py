"""What is refused before an assignment is handed out."""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.gate import release_problems, solution_lines, source_problems, stray_files
from autograder.model import Question

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


def test_a_notebook_that_fits_its_questions_passes():
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
def test_what_does_not_fit_is_named(node, reason):
    assert any(reason in problem for problem in source_problems(node, QUESTIONS))


def test_files_beside_the_notebooks_are_named_hidden_ones_too(tmp_path):
    (tmp_path / "data").mkdir()
    for name in ("a.ipynb", ".hidden", "data/x.csv"):
        (tmp_path / name).touch()
    assert stray_files(tmp_path, ["a.ipynb"]) == [
        "file `.hidden` would be handed out",
        "file `data/x.csv` would be handed out",
    ]


def released(source_text="def f(x):\n    # YOUR CODE HERE\n    raise NotImplementedError()", **more):
    return new_notebook(cells=[new_code_cell(source_text, metadata=known("f-code", solution=True), **more)])


def test_a_clean_release_passes():
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
def test_a_leak_is_named(node, reason):
    assert any(reason in problem for problem in release_problems(source(), node))


def test_metadata_that_could_carry_something_is_named():
    node = released()
    node.metadata.notes = "the answer is 0"
    node.cells[0].metadata.tags = ["x"]
    assert len(release_problems(source(), node)) == 2


def test_solution_lines_are_those_between_the_markers():
    assert solution_lines(source()) == {"returnx+secret(x)"}
