"""What students and graders read: autograded notebooks and feedback pages."""

import re

import nbformat
import pytest


@pytest.fixture(scope="module")
def feedback(nbgrader_course):
    def page(student, notebook):
        return (nbgrader_course / "feedback" / student / "rnn" / f"{notebook}.html").read_text(encoding="utf-8")

    return page


def test_feedback_shows_points_outcome_and_misconception(feedback, results):
    page = feedback("s004", "vanishing")
    assert "w30: incorrect, 0 of 2 points" in page
    assert f"Recognised: {results.question('s004', 'w30')['misconception']}" in page


def test_feedback_says_that_a_written_answer_needs_manual_grading(feedback):
    assert "observation" in feedback("instructor", "vanishing")
    assert "needs manual grading" in feedback("instructor", "vanishing")


def test_summary_names_the_sandbox_level_and_the_problems(feedback, results):
    assert f"Sandbox level {results.data['sandbox']['level']}" in feedback("s002", "bptt")
    assert "could not be read" in feedback("broken-file", "lstm")


def test_autograded_notebook_keeps_plots_and_printed_text(nbgrader_course):
    node = nbformat.read(nbgrader_course / "autograded" / "many-styles" / "rnn" / "bptt.ipynb", as_version=4)
    cells = {cell.id: cell for cell in node.cells}
    assert any("image/png" in output.get("data", {}) for output in cells["states-code"].outputs)
    assert any("the visible checks pass" in output.get("text", "") for output in cells["sigmoid"].outputs)
    assert cells["sigmoid-code"].execution_count is not None


@pytest.mark.parametrize("student", ["instructor", "hostile"])
def test_released_picture_is_shown_with_its_alternative_text(feedback, student):
    page = feedback(student, "bptt")
    (picture,) = (tag for tag in re.findall(r"<img [^>]*>", page) if "The logistic function rises from 0 to 1" in tag)
    assert 'src="data:image/png;base64,' in picture
    assert "holds pictures" not in page


def test_drawn_picture_is_shown_with_its_alternative_text(feedback):
    page = feedback("instructor", "vanishing")
    assert re.search(r'<img [^>]*alt="Three lines on a logarithmic scale\. Weights times 0\.5: from ', page)


def test_feedback_contains_no_script_of_a_student(feedback):
    page = feedback("hostile", "bptt")
    assert "owned" in page  # it is there, as text
    assert not re.search(r"<script>\s*document\.title", page)
    assert not re.search(r"<img[^>]*onerror", page)


def test_feedback_contains_no_file_of_the_machine(feedback):
    assert "root:" not in feedback("hostile", "bptt")


def test_nbgrader_reads_the_scores_in_autograded_notebooks(nbgrader_course, results):
    from nbgrader.utils import determine_grade, is_grade, is_solution

    node = nbformat.read(nbgrader_course / "autograded" / "hostile" / "rnn" / "bptt.ipynb", as_version=4)
    for cell in node.cells:
        if is_grade(cell) and not is_solution(cell):
            score, _ = determine_grade(cell)
            assert score == (results.question("hostile", cell.metadata.nbgrader.grade_id)["score"] or 0)


def test_right_answers_pass_the_visible_checks_in_autograded_notebooks(fast_course, results):
    for student in ("instructor", "many-styles", "s002", "s004"):
        for path in (fast_course / "autograded" / student / "rnn").glob("*.ipynb"):
            for cell in nbformat.read(path, as_version=4).cells:
                known = cell.metadata.get("nbgrader", {})
                if known.get("grade") and not known.get("solution"):
                    passed = any("the visible checks pass" in output.get("text", "") for output in cell.outputs)
                    assert passed or results.question(student, cell.id)["outcome"] != "correct", (student, cell.id)
