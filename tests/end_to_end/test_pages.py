"""What students and graders read: autograded notebooks and feedback pages."""

import re

import nbformat
import pytest


@pytest.fixture(scope="module")
def feedback(nbgrader_course):
    def page(student, notebook):
        return (nbgrader_course / "feedback" / student / "rnn" / f"{notebook}.html").read_text(encoding="utf-8")

    return page


def test_feedback_shows_points_outcome_feedback_and_misconception(feedback, results):
    page = feedback("s004", "vanishing")
    assert "w30: incorrect, 0 of 2 points" in page
    assert f"Recognised: {results.question('s004', 'w30')['misconception']}" in page


def test_a_written_answer_that_waits_says_so(feedback):
    assert "observation" in feedback("instructor", "vanishing")
    assert "needs manual grading" in feedback("instructor", "vanishing")


def test_the_summary_names_the_sandbox_level_and_the_problems(feedback, results):
    assert f"Sandbox level {results.data['sandbox']['level']}" in feedback("s002", "bptt")
    assert "could not be read" in feedback("broken-file", "lstm")


def test_plots_and_prints_stay_as_in_jupyter(nbgrader_course):
    node = nbformat.read(nbgrader_course / "autograded" / "many-styles" / "rnn" / "bptt.ipynb", as_version=4)
    cells = {cell.id: cell for cell in node.cells}
    assert any("image/png" in output.get("data", {}) for output in cells["states-code"].outputs)
    assert any("the visible checks pass" in output.get("text", "") for output in cells["sigmoid"].outputs)
    assert cells["sigmoid-code"].execution_count is not None


@pytest.mark.parametrize("student", ["instructor", "hostile"])
def test_a_picture_that_was_handed_out_is_shown_with_its_words(feedback, student):
    page = feedback(student, "bptt")
    (picture,) = (tag for tag in re.findall(r"<img [^>]*>", page) if "The logistic function rises from 0 to 1" in tag)
    assert 'src="data:image/png;base64,' in picture
    assert "holds pictures" not in page


def test_a_picture_that_was_drawn_is_shown_with_its_words(feedback):
    page = feedback("instructor", "vanishing")
    assert re.search(r'<img [^>]*alt="Three lines on a logarithmic scale\. Weights times 0\.5: from ', page)


def test_no_script_of_a_student_reaches_a_page(feedback):
    page = feedback("hostile", "bptt")
    assert "owned" in page  # it is there, as text
    assert not re.search(r"<script>\s*document\.title", page)
    assert not re.search(r"<img[^>]*onerror", page)


def test_no_file_of_the_machine_reaches_a_page(feedback):
    assert "root:" not in feedback("hostile", "bptt")


def test_scores_in_notebooks_are_ones_that_nbgrader_reads_as_they_are(nbgrader_course, results):
    from nbgrader.utils import determine_grade, is_grade, is_solution

    node = nbformat.read(nbgrader_course / "autograded" / "hostile" / "rnn" / "bptt.ipynb", as_version=4)
    for cell in node.cells:
        if is_grade(cell) and not is_solution(cell):
            score, _ = determine_grade(cell)
            assert score == (results.question("hostile", cell.metadata.nbgrader.grade_id)["score"] or 0)


def test_whoever_is_right_passes_the_visible_checks_when_graded_too(fast_course, results):
    for student in ("instructor", "many-styles", "s002", "s004"):
        for path in (fast_course / "autograded" / student / "rnn").glob("*.ipynb"):
            for cell in nbformat.read(path, as_version=4).cells:
                known = cell.metadata.get("nbgrader", {})
                if known.get("grade") and not known.get("solution"):
                    passed = any("the visible checks pass" in output.get("text", "") for output in cell.outputs)
                    assert passed or results.question(student, cell.id)["outcome"] != "correct", (student, cell.id)
