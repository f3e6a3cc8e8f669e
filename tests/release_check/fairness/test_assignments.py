"""The questions of this project are fair to a few students; `autograder check` looks at more of them."""

import pytest

from autograder.assignments import names
from autograder.release_check.fairness import kill_matrix, known_answers, parity
from autograder.release_check.fairness.claims import STYLES
from autograder.release_check.fairness.equivalents import declared, reason
from autograder.release_check.fairness.subject import Subject

STUDENTS = ("a", "b")
CODE = [
    (Subject(name), question)
    for name in names()
    for question in Subject(name).questions()
    if known_answers.asks_for_code(question)
]
each_question = pytest.mark.parametrize(
    ("subject", "question"), CODE, ids=[f"{subject.assignment}-{question.name}" for subject, question in CODE]
)


@each_question
def test_right_answers_pass_and_wrong_ones_are_named_for_everybody(subject, question):
    for each in parity.observe(subject, question.name, STUDENTS):
        assert not each.complaints, each.name
        assert not each.thin or not parity.differs_between_students(question), each.name


@each_question
def test_styles_are_told_apart_by_name_and_say_what_is_particular(subject, question):
    styles = known_answers.other_correct_answers(subject.home, question)
    assert len(styles) >= STYLES
    assert len({style.about for style in styles}) == len(styles)
    assert all(style.about.endswith(".") for style in styles)


@each_question
def test_every_slip_is_noticed_or_declared_to_be_none(subject, question):
    known = declared(subject.home)
    total = kill_matrix.count(subject, question.name)
    assert total > 1
    for number in range(0, total, 1 + total // 40):  # the large ones are left to the gate
        fate = kill_matrix.fate(subject, question.name, number, STUDENTS[:1])
        assert fate.killed or reason(question.name, fate.mutant, known), fate.mutant


@pytest.mark.parametrize("name", names())
def test_styles_know_nothing_of_the_grader(name):
    from pathlib import Path

    import autograder.assignments as home

    folder = Path(home.__path__[0]) / name / "correct_answers"
    assert folder.is_dir()
    for path in folder.glob("*.py"):
        assert "autograder." not in path.read_text(encoding="utf-8"), path.name
