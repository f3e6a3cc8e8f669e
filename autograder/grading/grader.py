"""Grade one submission: run it in the sandbox, send the probes, and judge the answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from types import MappingProxyType

from autograder.grading import consistency, explanations, inline_verdicts, turns
from autograder.grading.environment import undecided_elsewhere
from autograder.grading.judge import JudgeProcess
from autograder.grading.notebook_runner import NotebookRunner, Run, response_of, solution
from autograder.grading.submission import Notebook, Role, Submission
from autograder.model import (
    Assignment,
    Outcome,
    Question,
    Response,
    Stop,
    TestLevel,
    Verdict,
    unanswered,
    undecided,
)
from autograder.model.result import NotebookResult, QuestionResult, SubmissionResult
from autograder.model.setup import NO_SETUP, Setup
from autograder.questions.inline import Inline, Task
from autograder.sandbox import CellResult, Sandbox, SandboxReport
from autograder.sandbox.outside import TestResult
from autograder.text import limit_lines

Each = Callable[[Callable[[Notebook], "GradedNotebook"], Iterable[Notebook]], Iterable["GradedNotebook"]]


@dataclass(frozen=True)
class GradedNotebook:
    """A submitted notebook with its results.

    Attributes
    ----------
    notebook : Notebook
    result : NotebookResult
    cells : mapping of str to CellResult
        What the cells showed when they ran, by cell id.
    sandbox : SandboxReport
        What the sandbox was seen to block.
    """

    notebook: Notebook
    result: NotebookResult
    cells: Mapping[str, CellResult]
    sandbox: SandboxReport


@dataclass(frozen=True)
class GradedSubmission:
    """A submission with its results."""

    result: SubmissionResult
    notebooks: tuple[GradedNotebook, ...]


@dataclass(frozen=True)
class _Runs:
    """The runs of one notebook; those that were not needed are empty."""

    first: Run
    second: Run
    inside: Run
    """The test cells in the student's process."""
    outside: Mapping[str, TestResult]
    """The test cells in a process of their own."""

    @property
    def disturbed(self) -> bool:
        """Whether the machine was too busy for one of them."""
        inside = any(run.disturbed for run in (self.first, self.second, self.inside))
        return inside or any(each.stopped is Stop.BUSY for each in self.outside.values())


@dataclass(frozen=True)
class Grader:
    """Grades submissions of one assignment.

    Attributes
    ----------
    assignment : Assignment
    sandbox : Sandbox
    judge : JudgeProcess
    secret : bytes
        Secret of the course, from which hidden inputs are drawn; without it, anybody can compute them.
    setup : Setup
        Files and limits of the course.
    """

    assignment: Assignment
    sandbox: Sandbox
    judge: JudgeProcess
    secret: bytes = field(default=b"", repr=False)
    setup: Setup = NO_SETUP

    def grade(self, submission: Submission, each: Each = map) -> GradedSubmission:
        """Grade a submission.

        Parameters
        ----------
        submission : Submission
        each : callable
            Applies a function to every notebook, like `map`. An executor's `map` grades them in parallel.

        Returns
        -------
        GradedSubmission
            A student's mistakes are part of the results, never an exception.
        """
        grade_one = partial(self.grade_notebook, submission.student, files=submission.files)
        notebooks = tuple(each(grade_one, submission.notebooks.values()))
        problems = (*submission.problems, *(problem for each in notebooks for problem in each.result.problems))
        return _graded(submission.student, notebooks, problems)

    def grade_notebook(
        self, student: str, notebook: Notebook, files: Mapping[str, bytes] = MappingProxyType({})
    ) -> GradedNotebook:
        """Grade one notebook of a student's submission.

        Parameters
        ----------
        student : str
        notebook : Notebook
        files : mapping of str to bytes
            The submitted files that the course accepts, by name.
        """
        sandbox = self.sandbox.report
        if notebook.unreadable or notebook.absent:
            return _not_run(self.assignment, notebook, sandbox)
        runner = NotebookRunner(self.assignment, student, notebook, self.judge.probes, self.secret, self.setup, files)
        with turns.together():
            runs = self._run(runner)
        if runs.disturbed:  # they do not count, whatever they answered
            with turns.alone():
                runs = self._run(runner)
        first, second = runs.first, runs.second
        tested = {name for name, each in runner.questions.items() if isinstance(each, Inline | Task)}
        final = [name for name in notebook.questions if name not in (*first.open, *tested)]
        verdicts = self._verdicts(runner.questions, notebook, first, final)
        inconsistent: Mapping[str, Response] = {}
        if first.open:
            again = self._verdicts(runner.questions, notebook, second, first.open)
            verdicts |= again
            inconsistent = consistency.differing(first.asked, second.asked)
            before = self._verdicts(runner.questions, notebook, replace(first, asked=inconsistent), inconsistent)
            verdicts |= {name: consistency.worse(each, again[name]) for name, each in before.items()}
        trust = self.setup.trust_inside_tests
        verdicts |= inline_verdicts.judge(runner.questions, notebook, runs.inside, runs.outside, trust)
        verdicts = {name: _doubted(verdict, notebook.doubts.get(name)) for name, verdict in verdicts.items()}
        verdicts = explanations.with_hints(notebook, runner.questions, verdicts)
        twice = [f"`{name}` gave different answers to the same input; the worse one counts" for name in inconsistent]
        stops = explanations.stops(notebook, first.cells)
        problems = (*notebook.problems, *limit_lines([*twice, *stops]))
        levels = inline_verdicts.levels(tested, runs.inside, runs.outside)
        result = _result(self.assignment, notebook, verdicts, sandbox, first.cells, problems, levels)
        return GradedNotebook(notebook, result, first.cells, sandbox)

    def _run(self, runner: NotebookRunner) -> _Runs:
        first = runner.first(self.sandbox)
        second = runner.second(self.sandbox, first) if first.open and not first.disturbed else Run({}, first.asked)
        outside = runner.outside(self.sandbox)
        tests = {name: each for name, each in runner.questions.items() if isinstance(each, Inline)}
        needed = [
            name
            for name, each in tests.items()
            if each.level is TestLevel.INSIDE or name not in outside or not (each.level or outside[name].passed)
        ]
        inside = runner.inside(self.sandbox, needed)
        kept = {name: each for name, each in outside.items() if name not in inside.asked}
        return _Runs(first, second, inside, kept)

    def _verdicts(
        self, questions: Mapping[str, Question], notebook: Notebook, run: Run, names: Iterable[str]
    ) -> dict[str, Verdict]:
        responses = {name: response_of(notebook, name, run.asked.get(name)) for name in names}
        verdicts = self.judge.judge(notebook.name, responses)
        return {
            name: undecided_elsewhere(verdict, questions[name], responses[name], notebook, run.cells, self.setup)
            or explanations.explained(verdict, responses[name], solution(notebook, name), run.cells)
            for name, verdict in verdicts.items()
        }


def not_graded(assignment: Assignment, submission: Submission, reason: str, sandbox: SandboxReport) -> GradedSubmission:
    """Return a submission with every question undecided, because grading it failed."""
    broken = (replace(each, unreadable=reason) for each in submission.notebooks.values())
    notebooks = tuple(_not_run(assignment, notebook, sandbox) for notebook in broken)
    return _graded(submission.student, notebooks, (*submission.problems, reason))


def _graded(student: str, notebooks: tuple[GradedNotebook, ...], problems: tuple[str, ...]) -> GradedSubmission:
    result = SubmissionResult(student, tuple(each.result for each in notebooks), problems)
    return GradedSubmission(result, notebooks)


def _not_run(assignment: Assignment, notebook: Notebook, sandbox: SandboxReport) -> GradedNotebook:
    verdict = unanswered("This notebook was not submitted.")
    if notebook.unreadable:
        verdict = undecided(
            f"This notebook could not be graded: {notebook.unreadable}. A grader will look at it.", near_miss=None
        )
    verdicts = dict.fromkeys(notebook.questions, verdict)
    result = _result(assignment, notebook, verdicts, sandbox, {}, notebook.problems)
    return GradedNotebook(notebook, result, {}, sandbox)


def _doubted(verdict: Verdict, why: str | None) -> Verdict:
    """Leave a question to a grader if another answer than the judged one may be meant."""
    if why is None:
        return verdict
    reason = f"This answer needs manual grading: {why}."
    if verdict.outcome is Outcome.UNDECIDED:
        return replace(verdict, feedback=f"{reason} {verdict.feedback}".strip())
    suggestion = None if verdict.outcome is Outcome.UNANSWERED else verdict.credit
    return undecided(reason, near_miss=None, suggestion=suggestion)


def _result(
    assignment: Assignment,
    notebook: Notebook,
    verdicts: Mapping[str, Verdict],
    sandbox: SandboxReport,
    ran: Mapping[str, CellResult],
    problems: tuple[str, ...],
    tested: Mapping[str, TestLevel] = MappingProxyType({}),
) -> NotebookResult:
    questions = []
    for name in notebook.questions:
        cell, checks = notebook.cell(name), ran.get(name)
        written = cell.role is Role.WRITTEN
        questions.append(
            QuestionResult.of(
                verdicts[name],
                notebook=notebook.name,
                question=name,
                max_score=cell.points,
                written=written,
                confirm_written=assignment.confirm_written,
                sandbox=sandbox.level,
                visible_checks_passed=checks is not None and not (checks.raised or checks.stopped or written),
                tested=tested.get(name),
            )
        )
    return NotebookResult(
        notebook=notebook.name,
        questions=tuple(questions),
        sandbox=sandbox.level,
        problems=problems,
        unreadable=bool(notebook.unreadable),
        absent=notebook.absent,
    )
