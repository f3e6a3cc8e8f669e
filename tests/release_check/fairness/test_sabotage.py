"""A question that is not fair makes the gate fail, and it says why; a fair one passes."""

import pytest

from autograder.model.errors import CourseError
from autograder.release_check.fairness import equivalents, kill_matrix, workers
from autograder.release_check.fairness.claims import claims
from autograder.release_check.fairness.equivalents import Equivalent, declared
from autograder.release_check.fairness.kill_matrix import Noticed
from autograder.release_check.fairness.study import examine
from autograder.release_check.fairness.subject import Subject
from tests.release_check.fairness.lesson import MISTAKES

STUDENTS = [f"student {number}" for number in range(6)]


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch):
    """Starting processes takes longer than the work here."""

    def run(jobs, processes=None):
        yield from ((place, job.function(*job.arguments)) for place, job in enumerate(jobs))

    monkeypatch.setattr(workers, "run", run)


def subject(mistake="none"):
    return Subject(mistake, "tests.release_check.fairness.lesson:load", "tests.release_check.fairness.lesson")


def problems(found):
    return [problem for finding in claims(found) for problem in finding.problems]


def test_a_fair_question_passes():
    found = examine(subject(), STUDENTS)
    assert problems(found) == []
    assert len(found.fates) > 10
    assert {each.name for each in found.observed if each.right} == {
        "the reference", "loop", "einsum", "one product", "as a column"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("mistake", "reasons"),
    [
        (
            "a tolerance that is too large",
            [
                "mixed, column missing: for 6 of 6 students; it is correct",
                "is not above 10",
                "(operator) is not noticed for 5 of 5 students: return W @ x + 2.0 * column(W)  ->  return W @ x - 2.0",
            ],
        ),
        ("a tolerance that rounding comes near", ["tolerances is not below 0.1"]),
        ("cases that are all alike", ["(transpose) is not noticed for 5 of 5 students", "return W.T @ x"]),
        ("a misconception that is right", ["mixed, nothing wrong: for 6 of 6 students; it is correct"]),
        (
            "two misconceptions that are the same",
            ["it is taken for 'column missing'", "it could be taken for 'column missing again' as well"],
        ),
        ("a check that changes its mind", ["the verdict is another one when it is judged again"]),
    ],
)
def test_an_unfair_question_fails_and_is_told_why(mistake, reasons):
    found = "\n".join(problems(examine(subject(mistake), STUDENTS)))
    for reason in reasons:
        assert reason in found


def test_every_mistake_of_the_lesson_is_tried():
    assert len(MISTAKES) == 6


def test_a_right_answer_that_is_not_accepted_is_named_with_its_feedback(monkeypatch):
    from tests.release_check.fairness.lesson.correct_answers import mixed

    def forgetful(W, x):
        """Without the column."""
        return W @ x

    forgetful.__module__ = mixed.__name__
    monkeypatch.setattr(mixed, "forgetful", forgetful, raising=False)
    found = "\n".join(problems(examine(subject(), STUDENTS)))
    assert "mixed, forgetful: for 6 of 6 students; partial: Where is the column?" in found


def test_too_few_styles_fail():
    found = examine(
        Subject("none", "tests.release_check.fairness.lesson:load", "tests.release_check.fairness"), STUDENTS[:1]
    )
    assert "mixed: there are 0" in problems(found)


def test_values_words_and_formulas_are_mutated_as_well():
    found = examine(subject("values"), STUDENTS[:2])
    assert {fate.question for fate in found.fates} == {"number", "formula", "words"}
    assert all(fate.killed for fate in found.fates if fate.mutant.line == 0)
    assert found.written == ("essay",)
    assert found.alike == ("number", "formula")


@pytest.mark.parametrize("after", ["return W[:, 2]", "return W[:, 1]"])
def test_a_declaration_that_nothing_needs_fails(monkeypatch, after):
    known = (*declared("tests.release_check.fairness.lesson"), Equivalent("return W[:, 0]", after, "It is not."))
    monkeypatch.setattr("autograder.release_check.fairness.study.declared", lambda package: known, raising=True)
    assert any("take it out" in problem for problem in problems(examine(subject(), STUDENTS[:2])))


def test_a_survivor_that_nobody_declared_is_listed_with_its_line(monkeypatch):
    monkeypatch.setattr("autograder.release_check.fairness.study.declared", lambda package: (), raising=True)
    (first, _) = problems(examine(subject(), STUDENTS[:2]))
    assert first == (
        "mixed: a mistake in `mixed`, line 6 (transpose) is not noticed for 2 of 2 students: "
        "return W @ x + 2.0 * column(W)  ->  return (W @ x + 2.0 * column(W)).T"
    )


@pytest.mark.parametrize(
    "text",
    [
        "[[equivalent]]\nbefore = 'a'\nafter = 'b'\nreason = ' '",
        "[[equivalent]]\nbefore = 'a'",
        "[[",
        "[[equivalent]]\nwhy=1",
    ],
)
def test_a_declaration_without_a_reason_is_the_authors_fault(tmp_path, monkeypatch, text):
    (tmp_path / "broken_course").mkdir()
    (tmp_path / "broken_course" / "__init__.py").touch()
    (tmp_path / "broken_course" / equivalents.FILE).write_text(text)
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(CourseError, match=r"equivalents\.toml"):
        declared("broken_course")


def test_somebody_has_to_be_asked():
    with pytest.raises(CourseError, match="one at least"):
        examine(subject(), [])


def test_mistakes_that_raise_are_told_from_those_that_give_other_values():
    noticed = {fate.noticed for fate in examine(subject(), STUDENTS[:2]).fates if fate.killed}
    assert noticed == {Noticed.VALUES, Noticed.EXCEPTION}


def test_a_question_that_is_not_there_is_said_to_be_missing():
    with pytest.raises(CourseError, match="no question 'poem'"):
        kill_matrix.count(subject(), "poem")
