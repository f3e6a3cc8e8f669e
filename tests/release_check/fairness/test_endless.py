"""A mistake that makes a loop endless is noticed, and the others are tried all the same."""

from autograder.release_check.fairness.kill_matrix import Noticed
from autograder.release_check.fairness.study import examine
from autograder.release_check.fairness.subject import Subject


def test_endless_mutants_are_cut_short(monkeypatch):
    monkeypatch.setattr("autograder.release_check.fairness.study.MUTANT_SECONDS", 0.4)
    lesson = Subject(
        "an endless loop", "tests.release_check.fairness.lesson:load", "tests.release_check.fairness.lesson"
    )
    found = examine(lesson, ["student 1", "student 2"], processes=2)
    noticed = {fate.mutant.after: fate.noticed for fate in found.fates}
    assert noticed["n += 1"] is Noticed.TIME
    assert noticed["total -= n"] is Noticed.VALUES
    assert all(fate.killed for fate in found.fates if fate.mutant.after == "n += 1")
