"""Autograded notebooks: outputs, cards and results."""

from dataclasses import replace

import msgspec
import nbformat
import pytest

from autograder.grading.grader import GradedNotebook
from autograder.grading.submission import Notebook, NotebookCell, Role
from autograder.model import correct, credited, incorrect, undecided
from autograder.model.result import NotebookResult, QuestionResult
from autograder.sandbox import CellResult, SandboxReport
from autograder.store.autograded.notebook import autograded_notebook


def cell(name, role, kind="code", source="x", **known):
    return NotebookCell(name, kind, source, role, source, {"grade_id": name, "points": 3, **known})


NOTEBOOK = Notebook(
    "nb",
    (
        cell("f-code", Role.SOLUTION),
        cell("f", Role.GRADE, grade=True, solution=False),
        cell("essay", Role.WRITTEN, "markdown", "<script>1</script>", grade=True, solution=True),
        NotebookCell("extra-1", "raw", "<script>2</script>", Role.EXTRA),
    ),
    problems=("a <b>problem</b>",),
)
STREAM = {"output_type": "stream", "name": "stdout", "text": "hello\n"}


def graded(verdict, essay=None, level="ns", notebook=NOTEBOOK):
    essay = essay or undecided("A person reads this.")
    known = {"notebook": "nb", "max_score": 3.0, "sandbox": level}
    questions = (
        QuestionResult.of(verdict, question="f", visible_checks_passed=True, **known),
        QuestionResult.of(essay, question="essay", written=True, **known),
    )
    result = NotebookResult("nb", questions, level, notebook.problems)
    shown = {"f-code": CellResult((STREAM,), None, None, 1), "f": CellResult((), None, None, 2)}
    return GradedNotebook(notebook, result, shown, SandboxReport(level, ("network",), ()))


def page(*args, **kwargs):
    return autograded_notebook(graded(*args, **kwargs))


def find(node, cell_id):
    return next(c for c in node.cells if c.id == cell_id)


def test_the_autograded_notebook_is_valid():
    nbformat.validate(page(correct()))


def test_outputs_belong_to_the_cells_that_made_them():
    assert find(page(correct()), "f-code").outputs[0].text == "hello\n"


@pytest.mark.parametrize(
    ("verdict", "score"),
    [(correct(), "3.0"), (credited(0.4, "x"), repr(0.4 * 3)), (incorrect("x"), "0.0"), (undecided("x"), "0.0")],
)
def test_nbgrader_reads_the_score_from_the_first_output_of_a_grade_cell(verdict, score):
    output = find(page(verdict), "f").outputs[0]
    assert output.output_type == "execute_result"
    assert output.data["text/plain"] == score


def test_cards_show_outcome_points_misconception_and_feedback():
    card = (
        find(page(credited(0.5, "Rows, not columns.", misconception="columns scaled")), "f")
        .outputs[0]
        .data["text/html"]
    )
    for text in ("f: partial, 1.5 of 3 points", "Recognised: columns scaled", "Rows, not columns."):
        assert text in card


def test_feedback_keeps_columns_of_drawings_and_lines_of_prose():
    node = page(correct(), undecided("Nine of ten:\n       k=0  k=1\n  t=0   ●\n\nMissing: `(1, 1)` <b>."))
    card = find(node, "essay-verdict").source
    assert "       k=0  k=1\n  t=0   ●</pre>" in card
    assert "<br>Missing: <code>(1, 1)</code> &lt;b&gt;." in card
    assert "\n\n" not in card


def test_html_in_feedback_is_escaped():
    card = find(page(incorrect("<script>3</script>")), "f").outputs[0].data["text/html"]
    assert "<script>" not in card


def test_formulas_in_feedback_and_problems_never_become_links():
    link = r"`bptt $\href{javascript:alert(1)}{x}$.ipynb` was read as notebook `nb`"
    assert r"\href" not in find(page(incorrect(link)), "f").outputs[0].data["text/html"]
    summary = page(correct(), notebook=replace(NOTEBOOK, problems=(link,))).cells[0].source
    assert "was read as notebook" in summary
    assert r"\href" not in summary


def test_incorrect_answers_that_pass_the_visible_checks_explain_why():
    assert "cover only a part" in find(page(incorrect("No.")), "f").outputs[0].data["text/html"]


def test_card_of_a_written_answer_is_below_it():
    node = page(correct())
    assert "A person reads this." in find(node, "essay-verdict").source
    assert "undecided, needs manual grading" in find(node, "essay-verdict").source


def test_html_in_students_texts_is_removed():
    for made in page(correct()).cells:
        if made.cell_type != "code":
            assert "<script>" not in made.source
        assert made.cell_type != "raw"


def test_the_summary_shows_results_problems_and_the_sandbox_level():
    summary = find(page(correct()), "autograder-summary").source
    assert "nb: 3 of 6 points so far; 1 question needs manual grading" in summary
    assert "a &lt;b&gt;problem&lt;/b&gt;" in summary
    assert "Sandbox level ns" in summary
    assert "\n\n" not in summary


def test_the_summary_warns_about_grading_without_a_sandbox():
    assert "these scores are untrustworthy" in find(page(correct(), level="none"), "autograder-summary").source


def test_the_result_is_kept_in_the_metadata_when_the_notebook_is_written():
    made = graded(credited(0.5, "x", misconception="m"))
    node = nbformat.reads(nbformat.writes(autograded_notebook(made)), as_version=4)
    assert msgspec.convert(node.metadata.autograder.result, NotebookResult) == made.result
