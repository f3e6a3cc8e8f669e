"""Grade one submission: run it in the sandbox, ask its questions, judge what comes back.

Every notebook is run twice, each time in a child of its own. The first time all cells run as in Jupyter, and their
outputs are kept for the page. The second time nothing is shown, and the probes with the hidden inputs are sent: so no
output that anybody sees comes from code that has met a hidden input.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from autograder.judging import JudgeProcess
from autograder.model import (
    Assignment,
    Missing,
    Outcome,
    Probe,
    Question,
    Response,
    Stop,
    Verdict,
    unanswered,
    undecided,
)
from autograder.sandbox import Ask, AskResult, Budget, Cell, CellResult, Sandbox, SandboxReport
from autograder.submission import Notebook, NotebookCell, Role, Submission
from autograder.text import listed


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

    def grade(self, submission: Submission) -> Report:
        """Grade a submission. A student's mistakes are in the report, never an exception."""
        notebooks = tuple(self.grade_notebook(submission.student, each) for each in submission.notebooks.values())
        problems = (*submission.problems, *(problem for each in notebooks for problem in each.problems))
        return Report(submission.student, submission.assignment, notebooks, problems)

    def grade_notebook(self, student: str, notebook: Notebook) -> NotebookReport:
        """Grade one notebook of a student's submission."""
        questions = {question.name: question for question in self.assignment.notebooks[notebook.name]}
        report = self.sandbox.report
        if notebook.unreadable or notebook.absent:
            return _nothing_to_run(self.assignment, notebook, report)
        shown, asked, ran = self._run(student, notebook, questions)
        results = tuple(
            _result(self.assignment, notebook, name, self._judge(notebook, questions[name], asked.get(name), ran))
            for name in notebook.questions
        )
        problems = (*notebook.problems, *listed(_stops(shown)))
        return NotebookReport(notebook, _pointed_back(notebook, questions, results), shown, report, problems)

    def _run(
        self, student: str, notebook: Notebook, questions: Mapping[str, Question]
    ) -> tuple[dict[str, CellResult], dict[str, Response], dict[str, CellResult]]:
        """Return what the cells showed, what was asked and answered, and how the cells ran while it was asked."""
        probes = {
            name: question.probes(hidden(self.assignment.name, name, student)) for name, question in questions.items()
        }
        seed = int(hidden(self.assignment.name, notebook.name, student).integers(2**32))

        def run(program: list[Cell | Ask]) -> Iterable[tuple[Cell | Ask, CellResult | AskResult]]:
            budget = Budget(self.assignment.notebook_seconds / 2, self.assignment.notebook_output_kb)
            results = self.sandbox.run(program, limits=self.assignment.limits, budget=budget, seed=seed)
            return zip(program, results, strict=True)

        shown = {
            step.id: result
            for step, result in run([Cell(cell.id, cell.source) for cell in notebook.cells if cell.kind == "code"])
            if isinstance(step, Cell) and isinstance(result, CellResult)
        }
        stopped = {name for name, result in shown.items() if result.stopped and result.stopped.why not in _NOT_THEIRS}
        asked, ran = {}, {}
        for step, result in run(_interrogation(notebook, questions, probes, stopped)):
            if isinstance(step, Cell) and isinstance(result, CellResult):
                ran[step.id] = result
            elif isinstance(step, Ask) and isinstance(result, AskResult):
                asked[step.question] = Response(step.probes, result.answers)
        return shown, asked, {**ran, **{name: shown[name] for name in stopped}}

    def _judge(
        self, notebook: Notebook, question: Question, asked: Response | None, ran: Mapping[str, CellResult]
    ) -> Verdict:
        solution = _solution(notebook, question.name)
        text = solution.answer if solution.role is Role.WRITTEN else solution.source
        untouched = not text if solution.role is Role.WRITTEN else solution.untouched
        response = replace(asked or Response(), text=text, untouched=untouched)
        verdict = self.judge.judge(notebook.name, question.name, response)
        return _explained(verdict, response, solution, ran)


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


def _result(assignment: Assignment, notebook: Notebook, question: str, verdict: Verdict) -> Result:
    cell = notebook.cell(question)
    return Result(question, cell.points, verdict, cell.role is Role.WRITTEN, assignment.confirm_written)


def hidden(*scope: str) -> np.random.Generator:
    """Return the source of the hidden inputs: other ones for every student, the same ones at a regrade."""
    digest = hashlib.sha256("\0".join(scope).encode("utf-8", "replace")).digest()
    return np.random.default_rng(np.frombuffer(digest, dtype=np.uint32))


def _interrogation(
    notebook: Notebook, questions: Mapping[str, Question], probes: Mapping[str, tuple[Probe, ...]], stopped: set[str]
) -> list[Cell | Ask]:
    """Return the cells without the visible checks, and every question's probes in place of its grade cell.

    A question whose solution cell is as it was handed out is asked after all cells: its answer may stand in another.
    """
    program: list[Cell | Ask] = []
    late: list[Ask] = []
    for cell in notebook.cells:
        if cell.role is Role.GRADE:
            ask = Ask(cell.id, probes[cell.id], questions[cell.id].limits)
            (late if _solution(notebook, cell.id).untouched else program).append(ask)
        elif cell.kind == "code" and cell.id not in stopped:
            program.append(Cell(cell.id, cell.source, show=False))
    return program + late


def _solution(notebook: Notebook, question: str) -> NotebookCell:
    """Return the cell that a question's answer is written in."""
    cell = notebook.cell(question)
    return cell if cell.role is Role.WRITTEN else notebook.cell(f"{question}-code")


_NOT_THEIRS = (Stop.BUDGET, Stop.SANDBOX)

_STOPPED = {
    Stop.TIME: "it ran longer than it may",
    Stop.MEMORY: "it used more memory than it may",
    Stop.OUTPUT: "it printed more than it may",
    Stop.DIED: "it ended the Python process",
    Stop.PROTOCOL: "it interfered with the grader's connection",
    Stop.BUDGET: "the time for this notebook was used up before it",
    Stop.SANDBOX: "the sandbox failed",
}


def _stops(shown: Mapping[str, CellResult]) -> Iterator[str]:
    for name, ran in shown.items():
        if ran.stopped:
            yield f"cell `{name}` was stopped: {_STOPPED[ran.stopped.why]}"
        if ran.raised and ran.recovered:
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
        source = _solution(notebook, result.question).source
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
