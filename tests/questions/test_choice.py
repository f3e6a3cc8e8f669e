"""Words and sets of words as answers."""

import numpy as np
import pytest
import sympy as sp

from autograder.model import Missing, Outcome, Response, misconception
from autograder.questions.choice import Choice, Members
from tests.answers import judge


@misconception(credit=0.25)
def opposite():
    """It is the other way round. Try one step."""
    return "Falls"


choice = Choice(
    name="c", answer="c", options=("rises", "Falls", "stays put"), right="rises", misconceptions=(opposite,)
)


@pytest.mark.parametrize(
    "value", ["rises", " Rises\n", "RISES", '"rises"', ["rises"], np.array("rises"), np.str_("rises")]
)
def test_case_and_blanks_do_not_matter(value):
    assert judge(choice, value).outcome is Outcome.CORRECT


def test_a_wrong_option_can_be_a_misconception():
    verdict = judge(choice, "falls")
    assert (verdict.credit, verdict.misconception) == (0.25, "opposite")


def test_feedback_on_a_wrong_option_does_not_reveal_the_right_one():
    verdict = judge(choice, "stays put")
    assert verdict.outcome is Outcome.INCORRECT


@pytest.mark.parametrize(
    "value", ["up", "", "rises falls", ["rises", "falls"], 1, True, {"rises": 1, "falls": 2}, print, "x" * 10**6]
)
def test_feedback_on_an_unknown_word_lists_the_options(value):
    verdict = judge(choice, value)
    assert verdict.outcome is Outcome.INCORRECT
    assert '"rises", "Falls", "stays put"' in verdict.feedback


@misconception(credit=0.5)
def with_c():
    """One of them does not belong there. Which?"""
    return {"a", "b", "c"}


members = Members(
    name="m",
    answer="m",
    options=("a", "b", "c", "d"),
    right=frozenset("ab"),
    off_by_one_credit=0.5,
    misconceptions=(with_c,),
    hints=("missing", "too many"),
)


@pytest.mark.parametrize(
    "value",
    [
        {"a", "b"},
        frozenset({"a", "b"}),
        ["a", "b"],
        ("b", "a", "a"),
        [" A", "b\n"],
        np.array(["a", "b"]),
        np.array(["a", "b"], dtype=object),
        {"a": 1, "b": 2},
        {"a": True, "b": True, "c": False},
        "a, b",
        "a b",
        "ab",
        "{'a', 'b'}",
        sp.FiniteSet(*sp.symbols("a b")),
        list(sp.symbols("a b")),
    ],
)
def test_words_in_any_container_are_a_set(value):
    assert judge(members, value).outcome is Outcome.CORRECT


@pytest.mark.parametrize(
    ("value", "credit", "told"),
    [
        ({"a"}, 0.5, "missing"),
        ({"a", "b", "d"}, 0.5, "too many"),
        ({"a", "d"}, 0, "missing too many"),
        ({"c", "d"}, 0, "missing too many"),
        (set(), 0, "missing"),
        ({"a", "b", "c", "d"}, 0, "too many"),
        ({"a", "b", "c"}, 0.5, "One of them does not belong there"),
        ({"a", "e"}, 0, '"a", "b", "c", "d"'),
        ({"a", 1}, 0, '"a", "b", "c", "d"'),
        (3, 0, '"a", "b", "c", "d"'),
        ([["a", "b"]], 0, '"a", "b", "c", "d"'),
        (["a"] * 10**5, 0, '"a", "b", "c", "d"'),
        ("a, b " * 10**5, 0, '"a", "b", "c", "d"'),
        ({}.keys(), 0, "dict_keys"),
    ],
)
def test_one_wrong_word_can_earn_partial_credit_and_two_earn_nothing(value, credit, told):
    verdict = judge(members, value)
    assert verdict.credit == credit
    assert told in verdict.feedback


@pytest.mark.parametrize("question", [choice, members])
def test_the_untouched_stub_is_unanswered(question):
    probes = question.probes(np.random.default_rng(0))
    verdict = question.judge(Response(probes, (Missing("not defined"),), untouched=True))
    assert verdict.outcome is Outcome.UNANSWERED
