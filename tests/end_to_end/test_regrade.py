"""What happens to old scores when an assignment is graded again."""

import pytest
from nbgrader.api import Gradebook

from tests.classroom import STUDENTS, fill, hand_in, make_course, read_answers, released
from tests.end_to_end.conftest import grades, run


def fast(course):
    done = run(course, "autograder", "grade", "rnn", "--force")
    assert done.returncode in (0, 1), done.stderr


def stock(course):
    if not (course / "gradebook.db").exists():
        run(course, "nbgrader", "generate_assignment", "rnn")
    done = run(course, "nbgrader", "autograde", "rnn", "--force")
    assert done.returncode == 0, done.stderr


@pytest.fixture(
    params=[
        pytest.param(fast, id="autograder grade"),
        pytest.param(stock, id="nbgrader autograde", marks=pytest.mark.thorough),
    ]
)
def road(request):
    return request.param


@pytest.fixture
def course(tmp_path):
    return make_course(tmp_path / "course")


def total(course):
    return sum(score or 0 for score, _, _ in grades(course).values())


def rows(course, notebook):
    return {(score, person) for (_, name, _), (score, person, _) in grades(course).items() if name == notebook}


def person_scores(course, score):
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        grade = gradebook.find_grade("observation", "vanishing", "rnn", "somebody")
        grade.manual_score, grade.needs_manual_grade = score, False
        gradebook.db.commit()


@pytest.mark.thorough
def test_regrading_replaces_scores_and_keeps_manual_points(course, road):
    answers = {**read_answers(STUDENTS / "many-styles.md"), ("vanishing", "observation"): "The entries are small."}
    hand_in(course, "somebody", fill(answers))
    road(course)
    before = grades(course)
    assert total(course) > 40

    person_scores(course, 2.0)  # a regrade gives the same scores; manual scores are kept and marked for another look
    road(course)
    assert grades(course) == before
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        grade = gradebook.find_grade("observation", "vanishing", "rnn", "somebody")
        assert (grade.manual_score, grade.needs_manual_grade) == (2.0, True)

    person_scores(course, None)
    hand_in(course, "somebody", {**released(), "lstm": fill(answers)["lstm"]})
    folder = course / "submitted" / "somebody" / "rnn"
    (folder / "bptt.ipynb").write_text("{")
    road(
        course
    )  # a resubmission: a broken file needs manual grading, an empty one gets nothing, the third is unchanged
    assert rows(course, "bptt") == {(None, True)}
    assert rows(course, "vanishing") == {(0.0, False)}
    assert {place: row for place, row in grades(course).items() if place[1] == "lstm"} == {
        place: row for place, row in before.items() if place[1] == "lstm"
    }
