"""Unchanged submissions are skipped; whatever changed is graded again."""

import json
import shutil

import pytest
from nbgrader.api import Gradebook
from sqlalchemy import text

from autograder.batch import content_keys
from autograder.store.course import Course
from autograder.store.ledger import forget
from autograder.store.records import Records
from tests.batch.conftest import CLASS, grade_again
from tests.classroom import STUDENTS, fill, hand_in, read_answers


def gradebook_of(course):
    return Gradebook(Course.at(course).db_url)


def test_a_second_run_grades_nothing_and_reports_the_same(course, summaries):
    assert grade_again(course) == ([], summaries)


def test_force_grades_everything_again_with_the_same_result(course, summaries):
    assert grade_again(course, force=True) == (sorted(CLASS), summaries)


def test_submissions_graded_with_force_are_skipped_afterwards(course, summaries):
    grade_again(course, force=True)
    assert grade_again(course) == ([], summaries)


def test_submissions_graded_without_a_sandbox_are_graded_again_in_one(course, summaries):
    with gradebook_of(course) as gradebook:
        change = 'UPDATE autograder_graded SET entry = replace(entry, \'"level":"ns"\', \'"level":"none"\')'
        gradebook.db.execute(text(f"{change} WHERE student = 's002'"))
        gradebook.db.commit()
    assert grade_again(course) == (["s002"], summaries)


def test_only_changed_submissions_are_graded_again(course, summaries):
    hand_in(course, "untouched", {"lstm": fill(read_answers(STUDENTS / "s002.md"))["lstm"]})
    asked, now = grade_again(course)
    assert asked == ["untouched"]
    assert now["untouched"]["score"] == summaries["s002"]["score"] > 0
    assert now["s004"] == summaries["s004"]


def test_only_new_submissions_are_graded(course):
    shutil.copytree(course / "submitted" / "s002", course / "submitted" / "s002-too")
    assert grade_again(course)[0] == ["s002-too"]


@pytest.mark.parametrize("spoil", ["removed", "changed"])
def test_missing_and_changed_autograded_notebooks_are_written_again(course, spoil):
    page = course / "autograded" / "s002" / "rnn" / "lstm.ipynb"
    whole = page.read_bytes()
    page.unlink()
    if spoil == "changed":
        page.write_bytes(whole[:1000])
    assert grade_again(course)[0] == ["s002"]
    assert page.read_bytes() == whole


def test_submissions_removed_from_the_gradebook_are_graded_again(course):
    with gradebook_of(course) as gradebook:
        gradebook.remove_submission("rnn", "s004")
    assert grade_again(course)[0] == ["s004"]
    with gradebook_of(course) as gradebook:
        assert gradebook.find_submission("rnn", "s004").score > 0


def test_submissions_graded_by_another_command_are_graded_again(course):
    with gradebook_of(course) as gradebook:
        forget(gradebook, "rnn", "s002")
        gradebook.db.commit()
    assert grade_again(course)[0] == ["s002"]


def test_changed_course_settings_cause_regrading(course):
    with (course / "nbgrader_config.py").open("a") as config:
        config.write("\n# another rule\n")
    assert grade_again(course)[0] == sorted(CLASS)


def test_a_changed_timestamp_causes_regrading(course):
    (course / "submitted" / "s004" / "rnn" / "timestamp.txt").write_text("2024-05-01 10:00:00 UTC")
    assert grade_again(course)[0] == ["s004"]


def test_a_changed_due_date_causes_regrading(course):
    with gradebook_of(course) as gradebook:
        gradebook.update_or_create_assignment("rnn", duedate="2024-05-01 10:00:00 UTC")
    assert grade_again(course)[0] == sorted(CLASS)


def test_grading_one_notebook_does_not_count_as_grading_all(course):
    assert grade_again(course, students=["s002"], notebook="lstm")[0] == ["s002"]
    assert grade_again(course, students=["s002"], notebook="lstm")[0] == []
    assert grade_again(course, students=["s002"])[0] == ["s002"]


def test_manual_scores_survive_regrading(course):
    with gradebook_of(course) as gradebook:
        grade = gradebook.find_grade("gate-roles", "lstm", "rnn", "s002")
        grade.manual_score = 2.5
        gradebook.db.commit()
    grade_again(course, force=True)
    with gradebook_of(course) as gradebook:
        assert gradebook.find_grade("gate-roles", "lstm", "rnn", "s002").manual_score == 2.5


def test_a_run_killed_between_notebooks_and_scores_is_completed_by_the_next(course, summaries, monkeypatch):
    hand_in(course, "untouched", {"lstm": fill(read_answers(STUDENTS / "s002.md"))["lstm"]})

    class Killed(BaseException):
        pass

    def written_and_killed(self, *arguments):
        really(self, *arguments)
        raise Killed

    really = Records._write_notebooks
    with monkeypatch.context() as patched:
        patched.setattr(Records, "_write_notebooks", written_and_killed)
        with pytest.raises(Killed):
            grade_again(course)
    with gradebook_of(course) as gradebook:
        assert gradebook.find_submission("rnn", "untouched").score == 0
    asked, now = grade_again(course)
    assert asked == ["untouched"]
    assert now["untouched"]["score"] == summaries["s002"]["score"]
    with gradebook_of(course) as gradebook:
        assert gradebook.find_submission("rnn", "untouched").score == summaries["s002"]["score"]


def test_content_keys_depend_on_every_file_of_the_package(tmp_path, monkeypatch, course):
    from autograder.batch.release_validation import find_release
    from autograder.batch.task import GradingConfig

    setting = GradingConfig(find_release(Course.at(course), "rnn"))
    package = tmp_path / "package"
    (package / "checks").mkdir(parents=True)
    (package / "checks" / "numeric.py").write_text("tolerance = 1e-6")
    monkeypatch.setattr(content_keys, "PACKAGE", package)
    before = content_keys.of_config(setting)
    assert content_keys.of_config(setting) == before
    (package / "checks" / "numeric.py").write_text("tolerance = 1e-3")
    assert content_keys.of_config(setting) != before


def test_entries_of_other_versions_are_read_if_possible_and_graded_again_otherwise(course, summaries):
    def rewritten(change):
        with gradebook_of(course) as gradebook:
            ((text_of_it,),) = gradebook.db.execute(text("SELECT entry FROM autograder_graded WHERE student = 's002'"))
            values = {"entry": change(text_of_it)}
            gradebook.db.execute(text("UPDATE autograder_graded SET entry = :entry WHERE student = 's002'"), values)
            gradebook.db.commit()

    def with_more(entry):
        values = json.loads(entry)
        del values["seconds"]
        values["result"]["notebooks"][0]["questions"][0]["mood"] = "good"
        return json.dumps(values)

    rewritten(with_more)
    assert grade_again(course) == ([], summaries)
    for unknown in ("{}", "nonsense", json.dumps({"summary": {}, "sandbox": {}, "pages": {}, "seconds": 1.0})):
        rewritten(lambda entry, unknown=unknown: unknown)
        assert grade_again(course) == (["s002"], summaries)
