"""Claims about an unfair question fail and say why; a fair question passes."""

import pytest

from autograder.model.errors import CourseError
from autograder.release_check.fairness import equivalents, kill_matrix, workers
from autograder.release_check.fairness.claims import claims
from autograder.release_check.fairness.equivalents import Equivalent, declared
from autograder.release_check.fairness.evidence import collect_evidence
from autograder.release_check.fairness.kill_matrix import Noticed
from autograder.release_check.fairness.target import Target
from tests.release_check.fairness.lesson import MISTAKES

STUDENTS = [f"student {number}" for number in range(6)]


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch):
    """Run jobs in this process: starting others takes longer than the jobs."""

    def run(jobs, processes=None):
        yield from ((place, job.function(*job.arguments)) for place, job in enumerate(jobs))

    monkeypatch.setattr(workers, "run", run)


def target(mistake="none"):
    return Target(mistake, "tests.release_check.fairness.lesson:load", "tests.release_check.fairness.lesson")


def problems(found):
    return [problem for finding in claims(found) for problem in finding.problems]


def test_fair_question_passes():
    found = collect_evidence(target(), STUDENTS)
    assert problems(found) == []
    assert len(found.mutant_results) > 10
    assert {each.name for each in found.answer_results if each.right} == {
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
        ("cases that are all identical", ["(transpose) is not noticed for 5 of 5 students", "return W.T @ x"]),
        ("a misconception that is right", ["mixed, nothing wrong: for 6 of 6 students; it is correct"]),
        (
            "two misconceptions that are the same",
            ["it is named 'column missing'", "it could also be named 'column missing again'"],
        ),
        ("a check that changes its mind", ["the verdict changes when it is judged again"]),
    ],
)
def test_unfair_question_fails_and_the_problems_say_why(mistake, reasons):
    found = "\n".join(problems(collect_evidence(target(mistake), STUDENTS)))
    for reason in reasons:
        assert reason in found


def test_every_mistake_of_the_lesson_has_a_test():
    assert len(MISTAKES) == 6


def test_rejected_right_answer_is_named_with_its_feedback(monkeypatch):
    from tests.release_check.fairness.lesson.correct_answers import mixed

    def forgetful(W, x):
        """Without the column."""
        return W @ x

    forgetful.__module__ = mixed.__name__
    monkeypatch.setattr(mixed, "forgetful", forgetful, raising=False)
    found = "\n".join(problems(collect_evidence(target(), STUDENTS)))
    assert "mixed, forgetful: for 6 of 6 students; partial: Where is the column?" in found


def test_too_few_right_answers_fail():
    found = collect_evidence(
        Target("none", "tests.release_check.fairness.lesson:load", "tests.release_check.fairness"), STUDENTS[:1]
    )
    assert "mixed: it has 0" in problems(found)


def test_values_words_and_formulas_are_changed_too():
    found = collect_evidence(target("values"), STUDENTS[:2])
    assert {each.question for each in found.mutant_results} == {"number", "formula", "words"}
    assert all(each.killed for each in found.mutant_results if each.mutant.line == 0)
    assert found.written == ("essay",)
    assert found.identical == ("number", "formula")


@pytest.mark.parametrize("after", ["return W[:, 2]", "return W[:, 1]"])
def test_stale_declaration_fails(monkeypatch, after):
    known = (*declared("tests.release_check.fairness.lesson"), Equivalent("return W[:, 0]", after, "It is not."))
    monkeypatch.setattr("autograder.release_check.fairness.evidence.declared", lambda package: known, raising=True)
    assert any("remove it" in problem for problem in problems(collect_evidence(target(), STUDENTS[:2])))


def test_undeclared_survivor_is_listed_with_its_line(monkeypatch):
    monkeypatch.setattr("autograder.release_check.fairness.evidence.declared", lambda package: (), raising=True)
    (first, _) = problems(collect_evidence(target(), STUDENTS[:2]))
    assert first == (
        "mixed: a change in `mixed`, line 6 (transpose) is not noticed for 2 of 2 students: "
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
def test_declaration_without_a_reason_is_a_course_error(tmp_path, monkeypatch, text):
    (tmp_path / "broken_course").mkdir()
    (tmp_path / "broken_course" / "__init__.py").touch()
    (tmp_path / "broken_course" / equivalents.FILE).write_text(text)
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(CourseError, match=r"equivalents\.toml"):
        declared("broken_course")


def test_no_students_is_a_course_error():
    with pytest.raises(CourseError, match="give at least one"):
        collect_evidence(target(), [])


def test_mutants_are_noticed_by_exceptions_or_values():
    noticed = {each.noticed for each in collect_evidence(target(), STUDENTS[:2]).mutant_results if each.killed}
    assert noticed == {Noticed.VALUES, Noticed.EXCEPTION}


def test_unknown_question_is_a_course_error():
    with pytest.raises(CourseError, match="no question 'poem'"):
        kill_matrix.count(target(), "poem")
