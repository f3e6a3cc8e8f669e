"""Results: from a verdict to points, and through JSON unchanged."""

import msgspec
import pytest
from hypothesis import given, strategies as st

from autograder.model import correct, credited, incorrect, unanswered, undecided
from autograder.model.result import NotebookResult, QuestionResult, SubmissionResult


def question(verdict, points=4.0, name="f", **more):
    return QuestionResult.of(verdict, notebook="nb", question=name, max_score=points, **more)


@pytest.mark.parametrize(
    ("verdict", "score", "suggested"),
    [
        (correct(), 4.0, None),
        (credited(0.25, "x"), 1.0, None),
        (incorrect("x"), 0.0, None),
        (unanswered(), 0.0, None),
        (undecided("x"), None, None),
        (undecided("x", suggestion=0.5), None, 2.0),
    ],
)
def test_credit_becomes_points(verdict, score, suggested):
    result = question(verdict)
    assert (result.score, result.suggested_score) == (score, suggested)


@pytest.mark.parametrize(
    ("verdict", "code", "text", "confirmed_text"),
    [
        (correct(), False, False, True),
        (credited(0.25, "x"), False, True, True),
        (incorrect("x"), False, True, True),
        (unanswered(), False, False, False),
        (undecided("x"), True, True, True),
    ],
)
def test_undecided_answers_and_unverified_texts_need_manual_grading(verdict, code, text, confirmed_text):
    assert question(verdict).needs_manual_grade is code
    assert question(verdict, written=True).needs_manual_grade is text
    assert question(verdict, written=True, confirm_written=True).needs_manual_grade is confirmed_text


def test_submission_score_is_the_sum_of_its_notebooks():
    one = NotebookResult("one", (question(correct(), 2.0), question(undecided("x"), 3.0, "g")), "ns")
    other = NotebookResult("other", (question(credited(0.5, "x"), 4.0),), "ns")
    result = SubmissionResult("s1", (one, other))
    assert (result.score, result.max_score) == (4.0, 9.0)
    assert (one.score, one.max_score, one.manual_grades_needed) == (2.0, 5.0, 1)
    assert (result.manual_grades_needed, result.needs_manual_grade) == (1, True)


_VERDICTS = st.one_of(
    st.builds(credited, st.floats(0, 1), st.text(st.characters(exclude_categories=["Cs"]))),
    st.builds(undecided, st.just("?"), suggestion=st.one_of(st.none(), st.floats(0, 1))),
)


@given(st.lists(st.builds(question, _VERDICTS, st.floats(0, 100))), st.booleans())
def test_results_round_trip_through_json(questions, absent):
    result = SubmissionResult("s1", (NotebookResult("nb", tuple(questions), "ns", ("p",), absent=absent),), ("p",))
    assert msgspec.json.decode(msgspec.json.encode(result), type=SubmissionResult) == result
