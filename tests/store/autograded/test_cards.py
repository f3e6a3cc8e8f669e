"""The cards of an autograded notebook, and how manual grading changes them."""

import re
from dataclasses import replace

import pytest

from autograder.grading.grader import GradedNotebook
from autograder.model import Outcome, correct, credited, incorrect, unanswered, undecided
from autograder.model.result import NotebookResult, QuestionResult
from autograder.sandbox import SandboxReport
from autograder.store.autograded import cards
from autograder.store.autograded.notebook import GradebookStatus, autograded_notebook, update_cards
from tests.store.autograded.test_notebook import NOTEBOOK, find


def question(name, verdict, points=2.0):
    return QuestionResult.of(verdict, notebook="nb", question=name, max_score=points)


RIGHT = question("easy", correct())
PARTLY = question("first", credited(0.5, "", misconception="sign lost"))
WRONG = question("second", incorrect(""))
EMPTY = question("empty", unanswered())
UNDECIDED = question("essay", undecided(""))


def words(*questions, by_hand=(), **about):
    card = cards.summary(NotebookResult("nb", questions, "ns", **about), by_hand)
    return " ".join(re.sub("<[^>]*>", " ", card).split())


@pytest.mark.parametrize(
    ("questions", "advice"),
    [
        ([RIGHT, PARTLY, WRONG], "Look first at first (sign lost): later questions may build on it."),
        ([WRONG, PARTLY], "Look first at second : later questions"),
        ([RIGHT, EMPTY], "no mistakes were found in your answers so far. Continue with empty ."),
        ([EMPTY, EMPTY], "start with empty , then answer the questions after it."),
        ([RIGHT], "All questions are answered correctly. Well done!"),
        ([RIGHT, UNDECIDED], "Everything that was checked automatically is right. Well done!"),
    ],
)
def test_summary_says_what_to_look_at_first(questions, advice):
    assert advice in words(*questions)


@pytest.mark.parametrize("outcome", [Outcome.UNANSWERED, Outcome.INCORRECT, Outcome.UNDECIDED])
@pytest.mark.parametrize("score", [0.0, 1.0])
def test_manually_graded_questions_are_not_open_and_are_praised_only_for_full_points(outcome, score):
    decided = replace(UNDECIDED, outcome=outcome, score=score, needs_manual_grade=False)
    for phrase in ("Continue with", "start with", "Look first", "Well done"):
        assert phrase not in words(RIGHT, decided, by_hand={"essay"})
    assert "All questions are answered correctly. Well done!" in words(
        RIGHT, replace(decided, score=2.0), by_hand={"essay"}
    )


def test_a_notebook_without_questions_is_not_praised():
    assert "Well done" not in words()


def test_the_summary_counts_outcomes():
    assert "Of 5 questions: 1 right, 1 partly right, 1 not right yet, 1 not answered, 1 not graded yet." in words(
        RIGHT, PARTLY, WRONG, EMPTY, UNDECIDED
    )


def test_the_score_is_provisional_while_manual_grading_is_needed():
    assert "nb: 2 of 2 points Of" in words(RIGHT)
    assert "nb: 2 of 4 points so far; 1 question needs manual grading" in words(RIGHT, UNDECIDED)
    assert "You need not do anything" in words(RIGHT, UNDECIDED)


def test_card_of_an_unreadable_notebook_asks_for_the_students_copy():
    text = words(UNDECIDED, unreadable=True)
    assert "Open your copy" in text
    assert "You need not do anything" not in text
    assert "find out where you saved it" in words(EMPTY, absent=True)


def test_feedback_keeps_its_order_and_shows_formulas():
    card = cards.verdict(replace(WRONG, feedback="Line 3: $a < b$ and `$c$`\n  t=0   ●"))
    assert "<mi>a</mi><mo>&lt;</mo><mi>b</mi>" in card
    assert "<code>$c$</code>" in card
    assert "  t=0   ●</pre>" in card


def notebook():
    questions = (question("f", incorrect("No."), 3.0), question("essay", undecided("A person reads it."), 3.0))
    result = NotebookResult("nb", questions, "ns", problems=("odd",))
    return autograded_notebook(GradedNotebook(NOTEBOOK, result, {}, SandboxReport("ns", (), ())))


def test_manual_scores_appear_on_the_cards():
    node = notebook()
    update_cards(node, {"f": GradebookStatus(2, False, True), "essay": GradebookStatus(2.5, False, True)})
    assert "f: graded manually, 2 of 3 points" in find(node, "f").outputs[0].data["text/html"]
    assert "essay: graded manually, 2.5 of 3 points" in find(node, "essay-verdict").source
    assert "The automatic checks said" in find(node, "essay-verdict").source
    assert "nb: 4.5 of 6 points<" in node.cells[0].source
    assert "2 graded manually" in node.cells[0].source


def test_cards_do_not_change_without_manual_grading():
    node, before = notebook(), notebook()
    update_cards(node, {"f": GradebookStatus(0, False, False), "essay": GradebookStatus(0, True, False)})
    assert node == before
    assert "odd" in node.cells[0].source


def test_answers_marked_as_graded_count_as_manually_graded():
    node = notebook()
    update_cards(node, {"essay": GradebookStatus(0, False, False)})
    assert "essay: graded manually, 0 of 3 points" in find(node, "essay-verdict").source


def test_manual_scores_that_need_confirmation_say_so():
    node = notebook()
    update_cards(node, {"essay": GradebookStatus(3, True, True)})
    assert "graded manually, 3 of 3 points; a grader will confirm this" in find(node, "essay-verdict").source


@pytest.mark.parametrize("lost", ["the summary", "the result"])
def test_notebooks_that_were_not_autograded_do_not_change(lost):
    node = notebook()
    if lost == "the summary":
        node.cells.pop(0)
    else:
        del node.metadata.autograder["result"]
    before = node.copy()
    update_cards(node, {"essay": GradebookStatus(3, False, True)})
    assert node == before


@pytest.mark.parametrize("verdict", [correct(), credited(0.5, "x"), incorrect("x"), unanswered(), undecided("x")])
def test_every_card_names_its_outcome(verdict):
    result = question("f", verdict, 1.0)
    assert str(verdict.outcome) in cards.verdict(result)
    assert str(verdict.outcome) in cards.summary(NotebookResult("nb", (result,), "ns"))
