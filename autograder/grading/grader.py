"""Grade one submission: run it in the sandbox, ask its questions, judge what comes back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

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
    Verdict,
    unanswered,
    undecided,
)
from autograder.sandbox import CellResult, Sandbox, SandboxReport
from autograder.text import limit_lines

Each = Callable[[Callable[[Notebook], "NotebookReport"], Iterable[Notebook]], Iterable["NotebookReport"]]
_SETTLED = (Outcome.CORRECT, Outcome.UNANSWERED)


@dataclass(frozen=True)
class Result:
    """The verdict on one question, in points."""

    question: str
    points: float
    verdict: Verdict
    written: bool
    """The question is a written one: unless it was verified as a whole, a person looks at the answer."""
    confirm: bool = False
    """A person looks at a written answer even then."""

    @property
    def score(self) -> float | None:
        """Points earned; None while nobody has decided."""
        return None if self.verdict.credit is None else self.verdict.credit * self.points

    @property
    def needs_person(self) -> bool:
        """Undecided, or a written answer that was not verified as a whole, or is to be confirmed."""
        match self.verdict.outcome:
            case Outcome.UNDECIDED:
                return True
            case Outcome.PARTIAL | Outcome.INCORRECT:
                return self.written
            case Outcome.CORRECT:
                return self.written and self.confirm
        return False


@dataclass(frozen=True)
class NotebookReport:
    """What came out for one notebook."""

    notebook: Notebook
    results: tuple[Result, ...]
    cells: Mapping[str, CellResult]
    """What the cells showed when they ran, by the cell's id."""
    sandbox: SandboxReport
    problems: tuple[str, ...]

    @property
    def score(self) -> float:
        return sum(result.score or 0.0 for result in self.results)

    @property
    def max_score(self) -> float:
        return sum(result.points for result in self.results)


@dataclass(frozen=True)
class Report:
    """What came out for one submission."""

    student: str
    assignment: str
    notebooks: tuple[NotebookReport, ...]
    problems: tuple[str, ...]

    @property
    def results(self) -> tuple[Result, ...]:
        return tuple(result for notebook in self.notebooks for result in notebook.results)

    @property
    def score(self) -> float:
        return sum(result.score or 0.0 for result in self.results)

    @property
    def max_score(self) -> float:
        return sum(result.points for result in self.results)

    @property
    def needs_person(self) -> bool:
        return any(result.needs_person for result in self.results)


@dataclass(frozen=True)
class Grader:
    """Everything that grading an assignment needs."""

    assignment: Assignment
    sandbox: Sandbox
    judge: JudgeProcess

    def grade(self, submission: Submission, each: Each = map) -> Report:
        """Grade a submission. A student's mistakes are in the report, never an exception.

        Parameters
        ----------
        submission : Submission
        each : callable
            What calls a function with every notebook, as `map` does: of an executor perhaps, side by side.
        """
        grade_one = partial(self.grade_notebook, submission.student)
        notebooks = tuple(each(grade_one, submission.notebooks.values()))
        problems = (*submission.problems, *(problem for notebook in notebooks for problem in notebook.problems))
        return Report(submission.student, submission.assignment, notebooks, problems)

    def grade_notebook(self, student: str, notebook: Notebook) -> NotebookReport:
        """Grade one notebook of a student's submission."""
        report = self.sandbox.report
        if notebook.unreadable or notebook.absent:
            return _nothing_to_run(self.assignment, notebook, report)
        interview = NotebookRunner(self.assignment, student, notebook, self.judge.probes)
        first = interview.first(self.sandbox)
        verdicts = self._verdicts(notebook, first, notebook.questions)
        doubtful = [name for name in first.asked if verdicts[name].outcome not in _SETTLED]
        if doubtful:
            again = interview.careful(self.sandbox, doubtful, first)
            verdicts |= self._verdicts(notebook, again, doubtful)
        verdicts = {name: _doubted(verdict, notebook.doubts.get(name)) for name, verdict in verdicts.items()}
        results = tuple(_result(self.assignment, notebook, name, verdicts[name]) for name in notebook.questions)
        problems = (*notebook.problems, *limit_lines(_stops(notebook, first.cells)))
        pointed = _pointed_back(notebook, interview.questions, results)
        return NotebookReport(notebook, pointed, first.cells, report, problems)

    def _verdicts(self, notebook: Notebook, run: Run, names: Iterable[str]) -> dict[str, Verdict]:
        responses = {name: _response(notebook, name, run.asked.get(name)) for name in names}
        verdicts = self.judge.judge(notebook.name, responses)
        return {
            name: _explained(verdict, responses[name], solution(notebook, name), run.cells)
            for name, verdict in verdicts.items()
        }


def not_graded(assignment: Assignment, submission: Submission, reason: str, sandbox: SandboxReport) -> Report:
    """Return the report on a submission that could not be graded through a fault of ours: all is undecided."""
    broken = (replace(each, unreadable=reason) for each in submission.notebooks.values())
    notebooks = tuple(_nothing_to_run(assignment, notebook, sandbox) for notebook in broken)
    return Report(submission.student, submission.assignment, notebooks, (*submission.problems, reason))


def _nothing_to_run(assignment: Assignment, notebook: Notebook, sandbox: SandboxReport) -> NotebookReport:
    verdict = unanswered("This notebook was not handed in.")
    if notebook.unreadable:
        told = f"Nothing could be graded: {notebook.unreadable}. A person will look at it."
        verdict = undecided(told, near_miss=None)
    results = tuple(_result(assignment, notebook, name, verdict) for name in notebook.questions)
    return NotebookReport(notebook, results, {}, sandbox, notebook.problems)


def _response(notebook: Notebook, question: str, asked: Response | None) -> Response:
    """Return all there is to judge: what came back, and what is written."""
    cell = solution(notebook, question)
    text = cell.answer if cell.role is Role.WRITTEN else cell.source
    untouched = not text if cell.role is Role.WRITTEN else cell.untouched
    return replace(asked or Response(), text=text, untouched=untouched)


def _doubted(verdict: Verdict, why: str | None) -> Verdict:
    """Leave a question to a grader if the answer may be another one than the one that was judged."""
    if why is None:
        return verdict
    return undecided(f"This is for a grader to decide: {why}.", near_miss=None, suggestion=verdict.credit)


def _result(assignment: Assignment, notebook: Notebook, question: str, verdict: Verdict) -> Result:
    cell = notebook.cell(question)
    return Result(question, cell.points, verdict, cell.role is Role.WRITTEN, assignment.confirm_written)


_STOPPED = {
    Stop.TIME: "it ran longer than it may",
    Stop.MEMORY: "it used more memory than it may",
    Stop.OUTPUT: "it printed more than it may",
    Stop.DIED: "it ended the Python process",
    Stop.PROTOCOL: "it interfered with the grader's connection",
    Stop.BUDGET: "the time for this notebook was used up before it",
    Stop.SANDBOX: "the sandbox failed",
}


def _stops(notebook: Notebook, shown: Mapping[str, CellResult]) -> Iterator[str]:
    ours = {cell.id for cell in notebook.cells if cell.role is Role.GRADE or cell.untouched}
    for name, ran in shown.items():
        if ran.stopped:
            yield f"cell `{name}` was stopped: {_STOPPED[ran.stopped.why]}"
        if ran.raised and ran.recovered and name not in ours:
            yield f"cell `{name}` ended with {ran.raised.kind}; what it defines below was defined all the same"


def _explained(verdict: Verdict, response: Response, solution: NotebookCell, ran: Mapping[str, CellResult]) -> Verdict:
    """Say why a name is missing where the cell that should define it did not run to its end."""
    result = ran.get(solution.id)
    if result is None or verdict.outcome is not Outcome.INCORRECT:
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


def _pointed_back(
    notebook: Notebook, questions: Mapping[str, Question], results: tuple[Result, ...]
) -> tuple[Result, ...]:
    """Where a wrong answer calls an earlier function of the student's that is itself wrong, point to that one."""
    outcomes = {result.question: result.verdict.outcome for result in results}
    pointed = []
    for result in results:
        source = solution(notebook, result.question).source
        wrong = [
            f"`{name}`"
            for name in questions[result.question].uses
            if outcomes.get(name) not in (Outcome.CORRECT, None) and _mentions(source, questions[name])
        ]
        verdict = result.verdict
        if wrong and verdict.outcome in (Outcome.INCORRECT, Outcome.PARTIAL) and not result.written:
            hint = f"It calls your answer to {' and '.join(wrong)}, which is not right yet: look there first."
            verdict = replace(verdict, feedback=f"{verdict.feedback} {hint}")
        pointed.append(replace(result, verdict=verdict))
    return tuple(pointed)


def _mentions(source: str, question: Question) -> bool:
    return any(re.search(rf"\b{re.escape(name)}\b", source) for name in question.names)
