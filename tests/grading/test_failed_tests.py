"""Feedback on test cells: visible tests are shown, hidden ones counted, and no hidden input gets out."""

import pytest

from autograder.grading.failed_tests import explained
from autograder.model import incorrect
from autograder.questions.inline import Inline
from autograder.sandbox import outside

VISIBLE = "assert f(1) == 1\nassert f(2) == 4, 'squares grow'"
HIDDEN = "### BEGIN HIDDEN TESTS\nassert f(77) == 5929\nassert f(88) == 7744, 'large numbers'\n### END HIDDEN TESTS"
QUESTION = Inline(name="q", source=f"{VISIBLE}\n{HIDDEN}", points=1.0, visible=VISIBLE)


def feedback(line, raised="AssertionError", message="", sides=(), seen=False):
    result = outside.TestResult(raised=raised, line=line, message=message, sides=sides)
    return explained(incorrect("A test failed."), QUESTION, result, seen).feedback


def test_a_visible_test_is_shown_with_message_and_values():
    told = feedback(2, message="squares grow", sides=("3", "4"))
    assert "assert f(2) == 4" in told
    assert "`3`" in told
    assert "`4`" in told
    assert "squares grow" in told


def test_an_exception_is_named():
    assert "failed with ZeroDivisionError" in feedback(1, raised="ZeroDivisionError", message="division by zero")


@pytest.mark.parametrize(("line", "number", "message"), [(4, 1, ""), (5, 2, " large numbers")])
def test_a_hidden_test_is_a_number_and_the_authors_message(line, number, message):
    told = feedback(line, message="f(77) is not 5929", sides=("77", "5929"))
    assert told == f"Hidden test {number} of 2 failed.{message}"


def test_nothing_of_the_students_is_quoted_after_a_hidden_test():
    told = feedback(2, raised="ValueError", message="inputs were 77 and 88", sides=("77", "4"), seen=True)
    assert "assert f(2) == 4" in told
    assert "77" not in told
