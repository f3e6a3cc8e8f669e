"""Reads submissions and lays out autograded notebooks in the judges' process, within limits.

A submitted file, and what its code displays, can keep a parser busy for minutes. So the process that grades several
students side by side works on neither.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace

import nbformat

from autograder.grading.grader import GradedNotebook
from autograder.grading.judge import JudgeProcess
from autograder.grading.submission import Release, Submission, SubmittedFiles, match_notebooks
from autograder.processes.client import LostError
from autograder.sandbox import CellResult
from autograder.store.autograded.notebook import autograded_notebook
from autograder.text import printable

log = logging.getLogger(__name__)

TOO_MUCH = "it takes too much time or memory to read"
LEFT_OUT = "[The outputs of this notebook take too long to lay out; they were left out.]\n"


def read(submitted_files: SubmittedFiles, student: str, release: Release) -> Submission:
    """Return a submission in the form of the release."""
    return match_notebooks(submitted_files, student, release)


def lay_out(graded: GradedNotebook) -> str:
    """Return the text of an autograded notebook."""
    return str(nbformat.writes(autograded_notebook(graded))) + "\n"


def read_in(judge: JudgeProcess, submitted_files: SubmittedFiles, student: str, release: Release) -> Submission:
    """Return a submission in the form of the release; files that take too much time or memory are unreadable."""

    def attempt(files: SubmittedFiles) -> Submission:
        submission: Submission = judge.call(f"{__name__}:{read.__name__}", files, student, release)
        return submission

    try:
        return attempt(submitted_files)
    except LostError:
        log.warning("reading the files of %s exceeded the limits", printable(student))
    checked: dict[str, bytes | str] = {}
    for name, content in submitted_files.files.items():
        try:
            attempt(SubmittedFiles({name: content}))
            checked[name] = content
        except LostError:
            checked[name] = TOO_MUCH
    try:
        return attempt(replace(submitted_files, files=checked))
    except LostError:  # none alone, but all together
        return read(replace(submitted_files, files=dict.fromkeys(submitted_files.files, TOO_MUCH)), student, release)


def lay_out_in(judge: JudgeProcess, graded: GradedNotebook) -> str:
    """Return the text of an autograded notebook, without outputs if these take too much time or memory."""
    try:
        text: str = judge.call(f"{__name__}:{lay_out.__name__}", graded)
    except LostError:
        log.warning("the outputs of notebook %s exceeded the limits", graded.notebook.name)
        text = judge.call(f"{__name__}:{lay_out.__name__}", replace(graded, cells=_without_outputs(graded.cells)))
    return text


def _without_outputs(cells: Mapping[str, CellResult]) -> dict[str, CellResult]:
    note = {"output_type": "stream", "name": "stderr", "text": LEFT_OUT}
    return {name: replace(cell, outputs=(note,) if cell.outputs else ()) for name, cell in cells.items()}
