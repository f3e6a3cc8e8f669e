"""What happens to old scores when something is graded again."""

import pytest
from nbgrader.api import Gradebook

from tests.classroom import STUDENTS, fill, hand_in, make_course, read_answers, released
from tests.end_to_end.conftest import grades, run


def fast(course):
    done = run(course, "autograder", "grade", "rnn")
    assert done.returncode in (0, 1), done.stderr


def stock(course):
    if not (course / "gradebook.db").exists():
        run(course, "nbgrader", "generate_assignment", "rnn")
    done = run(course, "nbgrader", "autograde", "rnn", "--force")
    assert done.returncode == 0, done.stderr


@pytest.fixture(params=[fast, stock], ids=["autograder grade", "nbgrader autograde"])
def road(request):
    return request.param


@pytest.fixture
def course(tmp_path):
    made = make_course(tmp_path / "course")
    hand_in(made, "somebody", fill(read_answers(STUDENTS / "many-styles.md")))
    return made


def total(course):
    return sum(score or 0 for score, _, _ in grades(course).values())


def test_grades_are_replaced_and_never_survive_a_change(course, road):
    road(course)
    before = grades(course)
    assert total(course) > 40

    road(course)  # a regrade gives the same
    assert grades(course) == before

    hand_in(course, "somebody", released())  # a resubmission replaces it
    road(course)
    assert total(course) == 0

    hand_in(course, "somebody", fill(read_answers(STUDENTS / "many-styles.md")))
    road(course)
    folder = course / "submitted" / "somebody" / "rnn"
    (folder / "bptt.ipynb").write_text("{")  # a broken file loses its old scores, and waits for a person
    road(course)
    broken = {place: row for place, row in grades(course).items() if place[1] == "bptt"}
    assert {(score, person) for score, person, _ in broken.values()} == {(None, True)}


def test_a_score_that_a_person_gave_is_kept_and_marked_for_another_look(course, road):
    hand_in(course, "somebody", fill({("vanishing", "observation"): "The entries are small."}))
    road(course)
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        grade = gradebook.find_grade("observation", "vanishing", "rnn", "somebody")
        grade.manual_score, grade.needs_manual_grade = 2.0, False
        gradebook.db.commit()
    road(course)
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        grade = gradebook.find_grade("observation", "vanishing", "rnn", "somebody")
        assert grade.manual_score == 2
        assert grade.needs_manual_grade
