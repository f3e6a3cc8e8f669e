"""Grade one submission: run it in the sandbox, send the probes, and judge the answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from types import MappingProxyType

from autograder.grading import consistency, inline_tests, turns
from autograder.grading.environment import undecided_elsewhere
from autograder.grading.failed_tests import explained, has_hidden_tests
from autograder.grading.judge import JudgeProcess
from autograder.grading.notebook_runner import NotebookRunner, Run, solution
from autograder.grading.submission import Notebook, NotebookCell, Role, Submission
from autograder.model import (
    Assignment,
    Missing,
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
        if any(run.disturbed for run in runs[:3]) or any(
            each.stopped is Stop.BUSY for each in runs[3].values()
        ):  # these runs do not count, whatever they answered
            with turns.alone():
                runs = self._run(runner)
        first, second, inside, outside = runs
        unasked = {name for name, each in runner.questions.items() if isinstance(each, Inline | Task)}
        final = [name for name in notebook.questions if name not in (*first.open, *unasked)]
        verdicts = self._verdicts(runner.questions, notebook, first, final)
        inconsistent: Mapping[str, Response] = {}
        if first.open:
            again = self._verdicts(runner.questions, notebook, second, first.open)
            verdicts |= again
            inconsistent = consistency.differing(first.asked, second.asked)
            before = self._verdicts(runner.questions, notebook, replace(first, asked=inconsistent), inconsistent)
            verdicts |= {name: consistency.worse(each, again[name]) for name, each in before.items()}
        ran = {**{name: inline_tests.response(each) for name, each in outside.items()}, **inside.asked}
        judged = {name: runner.questions[name].judge(_response(notebook, name, ran.get(name))) for name in unasked}
        seen = False  # whether the student's process has met a hidden test
        for name, question in runner.questions.items():
            if isinstance(question, Inline) and name in outside:
                judged[name] = explained(judged[name], question, outside[name], seen)
                seen = seen or has_hidden_tests(question)
        verdicts |= {
            name: inline_tests.trusted(each, runner.questions[name], outside.get(name)) for name, each in judged.items()
        }
        tested = {
            name: TestLevel.INSIDE
            if name in inside.asked
            else TestLevel.PERSON
            if name not in outside
            else TestLevel.WEAK
            if outside[name].weak
            else TestLevel.OUTSIDE
            for name in unasked
        }
        verdicts = {name: _doubted(verdict, notebook.doubts.get(name)) for name, verdict in verdicts.items()}
        verdicts = _with_hints(notebook, runner.questions, verdicts)
        twice = [f"`{name}` gave different answers to the same input; the worse one counts" for name in inconsistent]
        problems = (*notebook.problems, *limit_lines([*twice, *_stops(notebook, first.cells)]))
        result = _result(self.assignment, notebook, verdicts, sandbox, first.cells, problems, tested)
        return GradedNotebook(notebook, result, first.cells, sandbox)

    def _run(self, runner: NotebookRunner) -> tuple[Run, Run, Run, Mapping[str, TestResult]]:
        """Return the first run, the second one, and those of the test cells inside and outside, as far as needed."""
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
        return first, second, inside, kept

    def _verdicts(
        self, questions: Mapping[str, Question], notebook: Notebook, run: Run, names: Iterable[str]
    ) -> dict[str, Verdict]:
        responses = {name: _response(notebook, name, run.asked.get(name)) for name in names}
        verdicts = self.judge.judge(notebook.name, responses)
        return {
            name: undecided_elsewhere(verdict, questions[name], responses[name], notebook, run.cells, self.setup)
            or _explained(verdict, responses[name], solution(notebook, name), run.cells)
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


def _response(notebook: Notebook, question: str, asked: Response | None) -> Response:
    """Return the response to a question: the answers to its probes, and the text of its solution cell."""
    cell = solution(notebook, question)
    text = cell.answer if cell.role is Role.WRITTEN else cell.source
    untouched = not text if cell.role is Role.WRITTEN else cell.untouched
    return replace(asked or Response(), text=text, untouched=untouched)


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


_STOPPED = {
    Stop.TIME: "it exceeded the time limit",
    Stop.MEMORY: "it exceeded the memory limit",
    Stop.OUTPUT: "it printed too much",
    Stop.DIED: "it ended the Python process",
    Stop.PROTOCOL: "it interfered with the grader's connection",
    Stop.BUDGET: "the time limit of the notebook was reached before it ran",
    Stop.BUSY: "the machine was too busy to run it",
    Stop.SANDBOX: "the sandbox failed",
}


def _stops(notebook: Notebook, shown: Mapping[str, CellResult]) -> Iterator[str]:
    not_theirs = {cell.id for cell in notebook.cells if cell.role is Role.GRADE or cell.untouched}
    for name, ran in shown.items():
        if ran.stopped:
            yield f"cell `{name}` was stopped: {_STOPPED[ran.stopped.why]}"
        if ran.raised and ran.recovered and name not in not_theirs:
            yield f"cell `{name}` ended with {ran.raised.kind}; names defined below that line were still defined"


def _explained(verdict: Verdict, response: Response, solution: NotebookCell, ran: Mapping[str, CellResult]) -> Verdict:
    """Add to the feedback why a name is missing, if the cell that should define it failed.

    An answer whose cell ran out of time, or was kept from running, is left to a grader: another machine may have run
    all of it.
    """
    result = ran.get(solution.id)
    if result is None or verdict.outcome not in (Outcome.INCORRECT, Outcome.PARTIAL):
        return verdict
    if result.stopped and result.stopped.why in (Stop.TIME, Stop.BUSY):
        told = (
            f"Your cell `{solution.id}` was stopped: {_STOPPED[result.stopped.why]}. A grader will look at your answer."
        )
        return undecided(f"{told} {verdict.feedback}", near_miss=None, suggestion=verdict.credit or None)
    if verdict.outcome is not Outcome.INCORRECT:
        return verdict
    if not any(isinstance(answer, Missing) for answer in response.answers):
        return verdict
    if result.stopped:
        reason = f"Your cell `{solution.id}` was stopped: {_STOPPED[result.stopped.why]}."
    elif result.raised:
        line = f" in line {result.raised.line}" if result.raised.line else ""
        reason = f"Your cell `{solution.id}` ended with {result.raised.kind}{line}."
    else:
        return verdict
    return replace(verdict, feedback=f"{reason} {verdict.feedback}")


def _with_hints(
    notebook: Notebook, questions: Mapping[str, Question], verdicts: Mapping[str, Verdict]
) -> dict[str, Verdict]:
    """Add a hint to wrong answers that call the student's own wrong answer to an earlier question."""
    hinted = dict(verdicts)
    for name, verdict in verdicts.items():
        code = solution(notebook, name)
        if verdict.outcome not in (Outcome.INCORRECT, Outcome.PARTIAL) or code.role is Role.WRITTEN:
            continue
        wrong = [
            f"`{earlier}`"
            for earlier in questions[name].uses
            if earlier in verdicts
            and verdicts[earlier].outcome is not Outcome.CORRECT
            and _mentions(code.source, questions[earlier])
        ]
        if wrong:
            hint = f"It calls your answer to {' and '.join(wrong)}, which is not right yet: look there first."
            hinted[name] = replace(verdict, feedback=f"{verdict.feedback} {hint}")
    return hinted


def _mentions(source: str, question: Question) -> bool:
    return any(re.search(rf"\b{re.escape(name)}\b", source) for name in question.names)
