"""A mutant with an endless loop is noticed, and the other mutants are still judged."""

from autograder.release_check.fairness.evidence import collect_evidence
from autograder.release_check.fairness.kill_matrix import Noticed
from autograder.release_check.fairness.target import Target


def test_endless_mutants_are_stopped(monkeypatch):
    monkeypatch.setattr("autograder.release_check.fairness.evidence.MUTANT_SECONDS", 0.4)
    lesson = Target(
        "an endless loop", "tests.release_check.fairness.lesson:load", "tests.release_check.fairness.lesson"
    )
    found = collect_evidence(lesson, ["student 1", "student 2"], processes=2)
    noticed = {each.mutant.after: each.noticed for each in found.mutant_results}
    assert noticed["n += 1"] is Noticed.TIME
    assert noticed["total -= n"] is Noticed.VALUES
    assert all(each.killed for each in found.mutant_results if each.mutant.after == "n += 1")
