"""Submissions are read and laid out within limits: what exceeds them is undecided or left out, and the rest is kept."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from autograder.batch import documents
from autograder.grading.grader import GradedNotebook
from autograder.grading.judge import JudgeProcess
from autograder.grading.submission import SubmittedFiles, read_release
from autograder.model import correct
from autograder.model.result import NotebookResult, QuestionResult
from autograder.processes.client import LostError
from autograder.sandbox import CellResult, SandboxReport
from tests.store.autograded.test_notebook import NOTEBOOK

RELEASE = read_release(Path("release/rnn"), "rnn")
BPTT = Path("release/rnn/bptt.ipynb").read_bytes()


def call(function, *arguments):
    """Call a function as a judge does that is lost on the word "endless"."""
    if "endless" in repr(arguments):
        raise LostError
    return getattr(documents, function.partition(":")[2])(*arguments)


JUDGE = SimpleNamespace(call=call)


@pytest.fixture(scope="module")
def judge():
    with JudgeProcess("rnn", preload=documents.__name__) as judge:
        yield judge


def graded(html):
    questions = tuple(
        QuestionResult.of(correct(), notebook="nb", question=name, max_score=3.0) for name in NOTEBOOK.questions
    )
    output = {"output_type": "display_data", "data": {"text/html": html}, "metadata": {}}
    cells = {cell.id: CellResult((output,), None, None, 1) for cell in NOTEBOOK.cells if cell.kind == "code"}
    return GradedNotebook(NOTEBOOK, NotebookResult("nb", questions, "ns"), cells, SandboxReport("ns", (), ()))


def test_only_the_file_that_exceeds_the_limits_is_unreadable():
    files = SubmittedFiles({"bptt.ipynb": BPTT, "lstm.ipynb": b'{"cells": ["endless"]}'})
    notebooks = documents.read_in(JUDGE, files, "s", RELEASE).notebooks
    assert not notebooks["bptt"].unreadable
    assert documents.TOO_MUCH in notebooks["lstm"].unreadable


def test_outputs_that_exceed_the_limits_are_left_out():
    text = documents.lay_out_in(JUDGE, graded("endless"))
    assert documents.LEFT_OUT.strip() in text
    assert "endless" not in text
    assert all(f"{name}: correct" in text for name in NOTEBOOK.questions)


def test_judges_read_and_lay_out_what_this_process_would(judge):
    files = SubmittedFiles({"bptt.ipynb": BPTT})
    assert documents.read_in(judge, files, "s", RELEASE) == documents.read(files, "s", RELEASE)
    assert documents.lay_out_in(judge, graded("<b>x</b>")) == documents.lay_out(graded("<b>x</b>"))


def test_work_that_takes_too_much_memory_is_lost_and_the_next_is_done(judge):
    with pytest.raises(LostError):
        judge.call("builtins:bytes", 4 << 30)
    with pytest.raises(LostError):
        judge.call("os:abort")
    assert judge.call("builtins:len", "four") == 4
