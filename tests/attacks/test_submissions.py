"""Hostile, broken and unlucky submissions earn only what they deserve and harm neither the grader nor other students."""

from __future__ import annotations

from autograder.model import Outcome
from tests.attacks.submissions import EVERY


def test_dishonest_answers_earn_no_points(graded, submission):
    for name, result in graded.results(submission).items():
        if name not in submission.honest | submission.person:
            assert not result.score, (name, result)
            assert not result.suggested_credit, (name, result)


def test_honest_answers_in_the_same_submission_keep_their_points(graded, submission):
    results = graded.results(submission)
    for name in submission.honest:
        assert results[name].outcome is Outcome.CORRECT, (name, results[name])


def test_unlucky_answers_are_left_to_a_grader(graded, submission):
    results = graded.results(submission)
    for name in submission.person:
        assert results[name].outcome is Outcome.UNDECIDED, (name, results[name])


def test_report_lists_the_problems_found(graded, submission):
    problems = graded.reports[submission.student].problems
    for expected in submission.reported:
        assert any(expected in problem for problem in problems), problems


def test_no_process_is_left_running(graded, submission):
    assert graded.left_running[submission.student] == 0


def test_students_graded_before_and_after_are_unaffected(graded):
    witnesses = [each for each in graded.line if each.family == "witnesses"]
    assert len(witnesses) == len({each.family for each in graded.line})  # one before each family, one at the end
    for witness in witnesses:
        for name, result in graded.results(witness).items():
            expected = Outcome.CORRECT if name in witness.honest else Outcome.UNANSWERED
            assert result.outcome is expected, (witness.student, name, result)


def test_all_submissions_are_graded_in_order(graded):
    assert list(graded.reports) == [each.student for each in graded.line]


def test_no_process_is_left_after_the_class(graded):
    assert graded.left_at_the_end == 0


def test_no_file_outside_the_sandbox_is_changed(graded):
    assert graded.changed_files == set()


def test_no_connection_is_made(graded):
    assert graded.connections == 0


def test_every_family_has_submissions():
    families = {each.family for each in EVERY}
    assert families == set(
        "forging lying reading network processes resources floods exits tampering files protocol bad-luck".split()
    )
    assert sum(each.family != "bad-luck" for each in EVERY) >= 150
    assert all(each.sentence.endswith((".", "?")) for each in EVERY)
