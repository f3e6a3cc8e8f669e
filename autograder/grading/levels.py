"""Decides how each test cell has to run, with the instructor's solution: outside of the student's process if it can."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from autograder.grading import inline_tests
from autograder.grading.notebook_runner import NotebookRunner
from autograder.grading.submission import Notebook
from autograder.model import Assignment, Question, Response, TestLevel
from autograder.model.setup import Setup
from autograder.questions.inline import Inline
from autograder.sandbox import Sandbox
from autograder.sandbox.outside import TestResult


def with_levels(
    assignment: Assignment, notebooks: Mapping[str, Notebook], sandbox: Sandbox, setup: Setup
) -> Assignment:
    """Return an assignment whose inline questions have levels, as far as the instructor's solution is known.

    Parameters
    ----------
    assignment : Assignment
    notebooks : mapping of str to Notebook
        The released notebooks.
    sandbox : Sandbox
    setup : Setup
    """
    known = dict(assignment.notebooks)
    for name, questions in assignment.notebooks.items():
        tests = [each for each in questions if isinstance(each, Inline)]
        if tests and tests[0].solutions:
            notebook = solved(notebooks[name], dict(tests[0].solutions))
            levels = _levels(assignment, notebook, tests, sandbox, setup)
            known[name] = tuple(levels.get(each.name, each) for each in questions)
    return replace(assignment, notebooks=known)


def solved(notebook: Notebook, solutions: Mapping[str, str]) -> Notebook:
    """Return a released notebook with the instructor's solutions in it."""
    cells = (replace(cell, source=solutions.get(cell.id, cell.source)) for cell in notebook.cells)
    return replace(notebook, cells=tuple(cells))


def _levels(
    assignment: Assignment, notebook: Notebook, tests: list[Inline], sandbox: Sandbox, setup: Setup
) -> dict[str, Question]:
    only = replace(assignment, notebooks={notebook.name: tuple(tests)})
    runner = NotebookRunner(only, "instructor", notebook, lambda *_: {}, setup=setup)
    outside = runner.outside(sandbox)
    failed = [each.name for each in tests if not _passes(each, outside.get(each.name))]
    inside = runner.inside(sandbox, failed).asked
    found: dict[str, Question] = {}
    for each in tests:
        if each.name not in failed:
            result = outside[each.name]
            level = TestLevel.WEAK if result.weak else TestLevel.OUTSIDE
            found[each.name] = replace(each, level=level, strict=not result.changed)
        elif each.judge(inside[each.name]).credit == 1:
            found[each.name] = replace(each, level=TestLevel.INSIDE)
    return found


def _passes(question: Inline, result: TestResult | None) -> bool:
    response: Response | None = None if result is None else inline_tests.response(result)
    return response is not None and question.judge(response).credit == 1
