"""A fault of ours with one submission costs nobody else a grade, and this one no points."""

from types import SimpleNamespace

import nbformat
import pytest

from autograder.batch import worker
from autograder.grading.grader import NotebookReport, Report, Result
from autograder.grading.submission import Submission
from autograder.model import Assignment, correct
from autograder.sandbox import SandboxReport
from autograder.store.autograded.notebook import autograded_page
from tests.store.autograded.test_page import NOTEBOOK

SANDBOX = SandboxReport("ns", (), ())


def graded(submission: Submission) -> Report:
    results = tuple(Result(name, 3.0, correct(), name == "essay") for name in NOTEBOOK.questions)
    return Report(submission.student, "small", (NotebookReport(NOTEBOOK, results, {}, SANDBOX, ()),), ())


def broken(submission: Submission) -> Report:
    raise ZeroDivisionError("\x1b[2J")


def page_without_cells(report):
    if report.notebook.unreadable:
        return autograded_page(report)
    raise IndexError("nothing to lay out")


@pytest.mark.parametrize(("grade", "page"), [(broken, autograded_page), (graded, page_without_cells)])
def test_what_could_not_be_graded_or_laid_out_waits_for_a_person(monkeypatch, caplog, grade, page):
    monkeypatch.setattr(worker, "autograded_page", page)
    grader = SimpleNamespace(grade=grade, assignment=Assignment("small", {}), sandbox=SimpleNamespace(report=SANDBOX))
    done = worker.grade_submission(grader, Submission("\x1b[2Js7", "small", {"nb": NOTEBOOK}))
    assert [each.outcome for each in done.summary.questions] == ["undecided", "undecided"]
    assert done.summary.needs_person
    assert "grading failed" in done.summary.problems[-1]
    nbformat.validate(nbformat.reads(done.pages["nb"], as_version=4))
    assert "s7" in caplog.text
    assert "\x1b" not in caplog.messages[0] + done.summary.problems[-1]
