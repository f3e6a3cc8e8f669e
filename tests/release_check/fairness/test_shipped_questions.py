"""The shipped questions are fair to two students; `autograder check` tests more students."""

import pytest

from autograder.assignments import names
from autograder.release_check.fairness import kill_matrix, known_answers, parity
from autograder.release_check.fairness.claims import MIN_ANSWERS
from autograder.release_check.fairness.equivalents import declared, reason
from autograder.release_check.fairness.target import Target

STUDENTS = ("a", "b")
CODE = [
    (Target(name), question)
    for name in names()
    for question in Target(name).questions()
    if known_answers.asks_for_code(question)
]
each_question = pytest.mark.parametrize(
    ("target", "question"), CODE, ids=[f"{target.assignment}-{question.name}" for target, question in CODE]
)


@each_question
def test_right_answers_pass_and_wrong_ones_are_named_for_all_students(target, question):
    for each in parity.judge_answers(target, question.name, STUDENTS):
        assert not each.complaints, each.name
        assert not each.narrow or not parity.differs_between_students(question), each.name


@each_question
def test_correct_answers_say_what_is_special_about_them(target, question):
    answers = known_answers.other_correct_answers(target.home, question)
    assert len(answers) >= MIN_ANSWERS
    assert len({answer.about for answer in answers}) == len(answers)
    assert all(answer.about.endswith(".") for answer in answers)


@each_question
def test_every_mutant_is_noticed_or_declared_equivalent(target, question):
    known = declared(target.home)
    total = kill_matrix.count(target, question.name)
    assert total > 1
    for number in range(0, total, 1 + total // 40):  # `autograder check` tries all of them
        each = kill_matrix.judge_mutant(target, question.name, number, STUDENTS[:1])
        assert each.killed or reason(question.name, each.mutant, known), each.mutant


@pytest.mark.parametrize("name", names())
def test_correct_answers_do_not_import_the_grader(name):
    from pathlib import Path

    import autograder.assignments as home

    folder = Path(home.__path__[0]) / name / "correct_answers"
    assert folder.is_dir()
    for path in folder.glob("*.py"):
        assert "autograder." not in path.read_text(encoding="utf-8"), path.name
