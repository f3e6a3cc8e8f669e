"""Judges the test cells of ordinary notebooks by how they ran, and says how far their results can be trusted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from autograder.grading import inline_tests
from autograder.grading.failed_tests import explained, has_hidden_tests
from autograder.grading.notebook_runner import Run, response_of
from autograder.grading.submission import Notebook
from autograder.model import Question, TestLevel, Verdict, undecided
from autograder.questions.inline import Inline, Task
from autograder.sandbox.outside import TestResult

_FORGEABLE = "The tests passed, but they ran together with your code, so a grader will look at your answer."


def judge(
    questions: Mapping[str, Question],
    notebook: Notebook,
    inside: Run,
    outside: Mapping[str, TestResult],
    trust_inside: bool = True,
) -> dict[str, Verdict]:
    """Return the verdicts on the test cells and task cells of a notebook.

    Parameters
    ----------
    questions : mapping of str to Question
        All questions of the notebook; those that a judge decides are left out.
    notebook : Notebook
    inside : Run
        The test cells that ran in the student's process.
    outside : mapping of str to TestResult
        The test cells that ran in a process of their own.
    trust_inside : bool
        Whether tests that ran in the student's process give points.
    """
    ran = {**{name: inline_tests.response(each) for name, each in outside.items()}, **inside.asked}
    verdicts = {}
    seen = False  # whether the student's process has met a hidden test
    for name, question in questions.items():
        if not isinstance(question, Inline | Task):
            continue
        verdict = question.judge(response_of(notebook, name, ran.get(name)))
        if isinstance(question, Inline) and name in outside:
            verdict = explained(verdict, question, outside[name], seen)
            seen = seen or has_hidden_tests(question)
        if name in inside.asked and not trust_inside and verdict.credit:
            verdict = undecided(
                _FORGEABLE, near_miss="the tests ran in the student's process", suggestion=verdict.credit
            )
        verdicts[name] = inline_tests.trusted(verdict, question, outside.get(name))
    return verdicts


def levels(names: Iterable[str], inside: Run, outside: Mapping[str, TestResult]) -> dict[str, TestLevel]:
    """Return how far the result of each test cell can be trusted."""
    return {name: _level(name in inside.asked, outside.get(name)) for name in names}


def _level(ran_inside: bool, result: TestResult | None) -> TestLevel:
    if ran_inside:
        return TestLevel.INSIDE
    if result is None:
        return TestLevel.PERSON
    return TestLevel.WEAK if result.weak else TestLevel.OUTSIDE
