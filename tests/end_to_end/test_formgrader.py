"""A grader opens formgrader in a real browser, finds answers that need grading, enters points, and sees them again."""

import json
import re
import urllib.request
from urllib.parse import urlsplit

import pytest
from nbgrader.api import Gradebook

from tests import formgrader
from tests.browser import DESKTOP
from tests.end_to_end.conftest import run

STUDENT, NOTEBOOK, QUESTION = "s002", "bptt", "bptt-derivation"
COMMENT = "One intermediate line stops at k = 1."


@pytest.fixture(scope="module")
def address(own_course, tab):
    with formgrader.formgrader(own_course) as served:
        tab.look_on(DESKTOP)
        yield served


def submissions(address: str, notebook: str) -> dict[str, dict]:
    with urllib.request.urlopen(f"{address}/api/submitted_notebooks/rnn/{notebook}", timeout=20) as answer:
        return {each["student"]: each for each in json.load(answer)}


def link(text: str) -> str:
    return f"[...document.querySelectorAll('a')].find(a => a.innerText.trim() === {json.dumps(text)})"


def graded(course) -> tuple[float | None, bool, str | None]:
    """Return manual score, needs-manual flag and comment from the gradebook."""
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        grade = gradebook.find_grade(QUESTION, NOTEBOOK, "rnn", STUDENT)
        comment = gradebook.find_comment(QUESTION, NOTEBOOK, "rnn", STUDENT)
        return grade.manual_score, grade.needs_manual_grade, comment.comment


def test_formgrader_lists_submissions_that_need_manual_grading(address, results):
    waiting = {student for student, each in submissions(address, "lstm").items() if each["needs_manual_grade"]}
    said = {
        student
        for student in results.submissions
        if any(q["notebook"] == "lstm" and q["needs_manual_grade"] for q in results.questions(student))
    }
    assert waiting == said
    assert {"instructor", "broken-file"} <= waiting


def test_formgrader_shows_verdicts_and_runs_no_code_of_a_submission(address, tab):
    tab.open(f"{address}/submissions/{submissions(address, NOTEBOOK)['hostile']['id']}/")
    assert "jacobian: incorrect, 0 of 3 points" in tab.run("document.body.innerText")
    assert "owned" not in tab.run("document.title")
    assert tab.run("document.querySelectorAll('#notebook-container :is([onerror], [onload], [onclick])').length") == 0


def test_grader_finds_an_answer_and_enters_points_and_a_comment(address, tab, own_course):
    assert graded(own_course)[:2] == (None, True)
    number = submissions(address, NOTEBOOK)[STUDENT]["id"]

    tab.open(f"{address}/manage_assignments")
    tab.wait_for("document.body.innerText.includes('rnn')")
    tab.click(link("Manual Grading"))
    tab.click(link("rnn"))
    tab.click(link(NOTEBOOK))
    tab.wait_for("/Submission #\\d+/.test(document.body.innerText)")
    tab.click(f"document.querySelector('a[href*=\"submissions/{number}\"]')")

    box, comment = f"document.getElementById('{QUESTION}')", f"document.getElementById('{QUESTION}-comment')"
    tab.wait_for(f"{box} && {box}.classList.contains('needs_manual_grade')")
    assert urlsplit(tab.run("location.href")).path == f"/formgrader/submissions/{number}/"
    assert "needs manual grading (4 points)" in tab.run("document.body.innerText")
    assert "Suggested: 2 points." in tab.run(f"{comment}.placeholder")

    tab.click(box)
    tab.write("3.5")
    tab.press_tab()
    tab.wait_for(f"!{box}.classList.contains('needs_manual_grade')")
    tab.click(comment)
    tab.write(COMMENT)
    tab.press_tab()
    tab.wait_for("document.querySelectorAll('.save-icon.glyphicon-refresh').length === 0")
    tab.wait_for(
        f"fetch('{address}/api/comments?submission_id={number}').then(all => all.text()).then(all => all.includes('{COMMENT}'))"
    )
    assert graded(own_course) == (3.5, False, COMMENT)


@pytest.mark.parametrize("again", ["", "grade the class again"])
def test_manual_points_reach_the_feedback_even_after_regrading(own_course, again):
    if graded(own_course)[0] is None:
        pytest.skip("nobody gave points: that test failed, or did not run")
    if again:
        assert run(own_course, "autograder", "grade", "rnn").returncode == 1
        assert graded(own_course) == (3.5, False, COMMENT)
    assert run(own_course, "autograder", "feedback", "rnn", "--student", STUDENT).returncode == 0
    page = (own_course / "feedback" / STUDENT / "rnn" / f"{NOTEBOOK}.html").read_text(encoding="utf-8")
    assert f"{QUESTION}: graded manually, 3.5 of 4 points" in page
    assert COMMENT in page
    assert re.search(r"Score: 3\.5 / 4\.0", page)
