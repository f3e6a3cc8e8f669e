"""If the grader itself fails, the submission loses no points and the rest of the class is graded."""

from types import SimpleNamespace

import nbformat
import pytest

from autograder.batch import documents, worker
from autograder.grading.grader import GradedNotebook, GradedSubmission
from autograder.grading.submission import Submission
from autograder.model import Assignment, correct
from autograder.model.result import NotebookResult, QuestionResult, SubmissionResult
from autograder.sandbox import SandboxReport
from autograder.store.autograded.notebook import autograded_notebook
from tests.store.autograded.test_notebook import NOTEBOOK

SANDBOX = SandboxReport("ns", (), ())


def graded(submission: Submission, each) -> GradedSubmission:
    questions = tuple(
        QuestionResult.of(correct(), notebook="nb", question=name, max_score=3.0) for name in NOTEBOOK.questions
    )
    result = NotebookResult("nb", questions, "ns")
    return GradedSubmission(
        SubmissionResult(submission.student, (result,)), (GradedNotebook(NOTEBOOK, result, {}, SANDBOX),)
    )


def broken(submission: Submission, each) -> GradedSubmission:
    raise ZeroDivisionError("\x1b[2J")


def unless_readable(graded):
    if graded.notebook.unreadable:
        return autograded_notebook(graded)
    raise IndexError("nothing to lay out")


@pytest.mark.parametrize(("grade", "lay_out"), [(broken, autograded_notebook), (graded, unless_readable)])
def test_submissions_that_break_the_grader_need_manual_grading(monkeypatch, caplog, grade, lay_out):
    monkeypatch.setattr(documents, "autograded_notebook", lay_out)
    judge = SimpleNamespace(call=lambda function, *given: documents.lay_out(*given))
    grader = SimpleNamespace(
        grade=grade, judge=judge, assignment=Assignment("small", {}), sandbox=SimpleNamespace(report=SANDBOX)
    )
    done = worker.grade_submission(grader, Submission("\x1b[2Js7", "small", {"nb": NOTEBOOK}))
    result = done.entry.result
    assert [each.outcome for each in result.questions] == ["undecided", "undecided"]
    assert result.needs_manual_grade
    assert "grading failed" in result.problems[-1]
    nbformat.validate(nbformat.reads(done.notebooks["nb"], as_version=4))
    assert "s7" in caplog.text
    assert "\x1b" not in caplog.messages[0] + result.problems[-1]
