"""`nbgrader autograde` and `autograder grade` write the same gradebook and the same notebooks."""

import csv

import nbformat
import pytest

from tests.end_to_end.conftest import grades


def test_both_commands_write_the_same_gradebook(fast_course, nbgrader_course):
    fast, stock = grades(fast_course), grades(nbgrader_course)
    assert len(fast) > 100
    assert fast == stock


def test_gradebook_scores_equal_json_scores(fast_course, results):
    for (student, _, question), (score, needs_person, _) in grades(fast_course).items():
        said = results.question(student, question)
        if said["score"] is not None:
            assert score == pytest.approx(said["score"])
        assert needs_person == said["needs_manual_grade"]


@pytest.mark.parametrize("student", ["s002", "many-styles", "hostile", "broken-file"])
def test_both_commands_write_the_same_autograded_cells(fast_course, nbgrader_course, student):
    for name in ("bptt", "vanishing", "lstm"):
        nodes = [
            nbformat.read(course / "autograded" / student / "rnn" / f"{name}.ipynb", as_version=4)
            for course in (fast_course, nbgrader_course)
        ]
        assert [cell.id for cell in nodes[0].cells] == [cell.id for cell in nodes[1].cells]
        assert [cell.source for cell in nodes[0].cells] == [cell.source for cell in nodes[1].cells]
        results = [node.metadata.autograder.result for node in nodes]
        assert results[0] == results[1]


def test_export_writes_the_score_of_every_student(nbgrader_course, results):
    with open(nbgrader_course / "grades.csv", encoding="utf-8") as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    for student, said in results.submissions.items():
        assert float(rows[student]["raw_score"]) == pytest.approx(said["score"])
