"""The card above all others: what was reached, what waits, what to look at first; and what a person decided since."""

import re
from dataclasses import replace

import pytest

from autograder.grading.grader import NotebookReport, Result
from autograder.model import Outcome, correct, credited, incorrect, unanswered, undecided
from autograder.sandbox import SandboxReport
from autograder.store.autograded import cards
from autograder.store.autograded.cards import About, Line
from autograder.store.autograded.notebook import Standing, autograded_page, bring_up_to_date
from tests.store.autograded.test_page import NOTEBOOK, find

ABOUT = About("nb", "ns")
RIGHT = Line("easy", Outcome.CORRECT, 2.0, 2.0, waits=False)
PARTLY = Line("first", Outcome.PARTIAL, 1.0, 2.0, waits=False, misconception="sign lost")
WRONG = Line("second", Outcome.INCORRECT, 0.0, 2.0, waits=False)
EMPTY = Line("empty", Outcome.UNANSWERED, 0.0, 2.0, waits=False)
WAITING = Line("essay", Outcome.UNDECIDED, None, 2.0, waits=True)


def words(*lines, about=ABOUT):
    return " ".join(re.sub("<[^>]*>", " ", cards.summary(about, lines)).split())


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ([RIGHT, PARTLY, WRONG], "Look first at first (sign lost): later questions may build on it."),
        ([WRONG, PARTLY], "Look first at second : later questions"),
        ([RIGHT, EMPTY], "no mistakes were found in your answers so far. Continue with empty ."),
        ([EMPTY, EMPTY], "start with empty , then answer the questions after it."),
        ([RIGHT], "All questions are answered correctly. Well done!"),
        ([RIGHT, WAITING], "Everything that was checked automatically is right. Well done!"),
    ],
)
def test_the_summary_says_what_to_look_at_first(lines, told):
    assert told in words(*lines)


@pytest.mark.parametrize("outcome", [Outcome.UNANSWERED, Outcome.INCORRECT, Outcome.UNDECIDED])
@pytest.mark.parametrize("score", [0.0, 1.0])
def test_what_a_person_decided_is_neither_open_nor_praised_unless_all_points_were_given(outcome, score):
    decided = Line("essay", outcome, score, 2.0, waits=False, by_person=True)
    for told in ("Continue with", "start with", "Look first", "Well done"):
        assert told not in words(RIGHT, decided)
    assert "All questions are answered correctly. Well done!" in words(RIGHT, replace(decided, score=2.0))


def test_a_notebook_without_questions_is_not_praised():
    assert "Well done" not in words()


def test_the_summary_counts_in_words():
    assert "Of 5 questions: 1 right, 1 partly right, 1 not right yet, 1 not answered, 1 not graded yet." in words(
        RIGHT, PARTLY, WRONG, EMPTY, WAITING
    )


def test_only_points_that_may_still_grow_are_so_far():
    assert "nb: 2 of 2 points Of" in words(RIGHT)
    assert "nb: 2 of 4 points so far; 1 question needs manual grading" in words(RIGHT, WAITING)
    assert "You need not do anything" in words(RIGHT, WAITING)


def test_a_notebook_that_could_not_be_read_asks_for_the_students_copy():
    told = words(WAITING, about=replace(ABOUT, unreadable=True))
    assert "Open your copy" in told
    assert "You need not do anything" not in told
    assert "find out where you saved it" in words(EMPTY, about=replace(ABOUT, absent=True))


def test_the_order_of_the_feedback_is_kept_and_formulas_are_shown():
    card = cards.verdict(replace(WRONG, feedback="Line 3: $a < b$ and `$c$`\n  t=0   ●"))
    assert "<mi>a</mi><mo>&lt;</mo><mi>b</mi>" in card
    assert "<code>$c$</code>" in card
    assert "  t=0   ●</pre>" in card


def page():
    results = (Result("f", 3.0, incorrect("No."), False), Result("essay", 3.0, undecided("A person reads it."), True))
    return autograded_page(NotebookReport(NOTEBOOK, results, {}, SandboxReport("ns", (), ()), ("odd",)))


def test_what_a_person_decided_stands_on_the_cards():
    node = page()
    bring_up_to_date("nb", node, {"f": Standing(2, False, True), "essay": Standing(2.5, False, True)})
    assert "f: graded manually, 2 of 3 points" in find(node, "f").outputs[0].data["text/html"]
    assert "essay: graded manually, 2.5 of 3 points" in find(node, "essay-verdict").source
    assert "The automatic checks said" in find(node, "essay-verdict").source
    assert "nb: 4.5 of 6 points<" in node.cells[0].source
    assert "2 graded manually" in node.cells[0].source


def test_cards_stay_as_they_are_while_nobody_decides():
    node, before = page(), page()
    bring_up_to_date("nb", node, {"f": Standing(0, False, False), "essay": Standing(0, True, False)})
    assert node == before
    assert "odd" in node.cells[0].source


def test_a_question_that_waits_no_more_was_settled_by_a_person():
    node = page()
    bring_up_to_date("nb", node, {"essay": Standing(0, False, False)})
    assert "essay: graded manually, 0 of 3 points" in find(node, "essay-verdict").source


def test_points_of_a_person_that_are_to_be_looked_at_again_say_so():
    node = page()
    bring_up_to_date("nb", node, {"essay": Standing(3, True, True)})
    assert "graded manually, 3 of 3 points; a grader will confirm this" in find(node, "essay-verdict").source


def test_a_notebook_of_somebody_else_stays_as_it_is():
    node = page()
    node.cells.pop(0)
    before = node.copy()
    bring_up_to_date("nb", node, {"essay": Standing(3, False, True)})
    assert node == before


@pytest.mark.parametrize("verdict", [correct(), credited(0.5, "x"), incorrect("x"), unanswered(), undecided("x")])
def test_every_card_says_its_outcome_in_a_word(verdict):
    score = None if verdict.credit is None else verdict.credit
    line = Line("f", verdict.outcome, score, 1.0, waits=False)
    assert str(verdict.outcome) in cards.verdict(line)
    assert str(verdict.outcome) in cards.summary(ABOUT, [line])
