"""The results of a class of known submissions."""

import pytest

WRITTEN = {"bptt-derivation", "expanded-sum", "power-induction", "observation", "gate-roles"}


def test_instructor_gets_all_automatic_points(results):
    for question in results.questions("instructor"):
        if question["question"] not in WRITTEN:
            assert question["outcome"] == "correct", question
            assert question["score"] == question["max_score"]
        else:
            assert question["outcome"] in ("correct", "undecided"), question


def test_untouched_release_is_unanswered_and_gets_no_points(results):
    assert {question["outcome"] for question in results.questions("untouched")} == {"unanswered"}
    assert results.submissions["untouched"]["score"] == 0
    assert not results.submissions["untouched"]["needs_manual_grade"]


def test_right_answers_in_other_styles_get_full_credit(results):
    wrong = [q for q in results.questions("many-styles") if q["question"] not in WRITTEN and q["credit"] != 1]
    assert wrong == []


def test_power_rounded_to_six_decimals_gets_full_points(results):
    assert results.question("s002", "w30")["score"] == 2


def test_power_without_the_inverse_gets_no_points_and_a_hint(results):
    question = results.question("s004", "w30")
    assert question["score"] == 0
    assert question["misconception"]
    assert "Q⁻¹" in question["feedback"]
    assert "missing" in question["feedback"].lower()


@pytest.mark.parametrize("question", ["expanded-sum", "power-induction"])
def test_verified_derivation_needs_no_manual_grading(results, question):
    found = results.question("s002", question)
    assert found["outcome"] == "correct"
    assert not found["needs_manual_grade"]


def test_derivation_with_a_false_intermediate_line_needs_manual_grading(results):
    found = results.question("s002", "bptt-derivation")
    assert found["outcome"] == "undecided"
    assert found["needs_manual_grade"]
    assert "does not hold" in found["feedback"]


def test_sum_without_numbers_for_t_and_k_gets_a_hint_and_needs_manual_grading(results):
    found = results.question("s004", "expanded-sum")
    assert found["credit"] == 0
    assert found["misconception"] == "t and k not substituted"
    assert found["needs_manual_grade"]


def test_unrolled_power_is_not_accepted_as_an_induction(results):
    found = results.question("s004", "power-induction")
    assert found["outcome"] == "undecided"
    assert found["misconception"] == "unrolled"


@pytest.mark.parametrize("question", ["jacobian-symbolic", "always-positive", "constant-cell"])
@pytest.mark.parametrize("student", ["s002", "s004"])
def test_right_answers_of_real_students_are_correct(results, student, question):
    assert results.question(student, question)["outcome"] == "correct"


@pytest.mark.parametrize(
    ("student", "question"),
    [
        ("transposes", "jacobian"),
        ("transposes", "bptt"),
        ("transposes", "w30"),
        ("last-step-only", "bptt-term"),
        ("last-step-only", "bptt"),
        ("last-step-only", "first-index"),
        ("last-step-only", "eigenvalue-fate"),
        ("last-step-only", "lstm-step"),
    ],
)
def test_typical_mistake_is_recognised_by_name(results, student, question):
    found = results.question(student, question)
    assert found["credit"] < 1
    assert found["misconception"], found
    assert found["feedback"]


def test_broken_notebook_is_undecided_and_the_others_are_graded(results):
    by_notebook = {}
    for question in results.questions("broken-file"):
        by_notebook.setdefault(question["notebook"], set()).add(question["outcome"])
    assert by_notebook["lstm"] == {"undecided"}
    assert results.question("broken-file", "jacobian")["outcome"] == "correct"
    assert any("lstm.ipynb" in problem for problem in results.submissions["broken-file"]["problems"])
    assert results.submissions["broken-file"]["needs_manual_grade"]


def test_hostile_code_gains_nothing_and_fails_only_its_own_questions(results):
    outcomes = {q["question"]: q["outcome"] for q in results.questions("hostile")}
    assert outcomes["sigmoid"] == "correct"
    for question in ("jacobian", "states", "state-jacobian", "bptt-term", "bptt"):
        assert outcomes[question] == "incorrect", question
    assert results.submissions["hostile"]["score"] == 1


def test_results_name_the_sandbox_level(results):
    assert results.data["sandbox"]["level"] in ("ns", "outer", "landlock")
    assert "network" in results.data["sandbox"]["blocked"]
    assert set(results.data["sandbox"]["open"]) <= {"threads", "stat-outside", "disk"}


def test_maximum_score_is_that_of_the_assignment(results):
    assert {each["max_score"] for each in results.data["submissions"]} == {64}


def test_table_lists_every_student(results, fast_course):
    table = (fast_course / "stdout.txt").read_text()
    for student in results.submissions:
        assert student in table
