"""Runs a notebook in the sandbox and sends the probes of its questions.

In the first run, all cells run as in Jupyter and the page keeps their outputs. A question that only reads values is
asked at its place. One that calls functions is asked after the last cell, so that no visible output comes from code
that has seen a hidden input. A second run asks the questions at their place that had no answer in the first one: their
code was stopped, or later cells or other questions had changed what it uses.

Every question has one answer. Whether it comes from the first run or from the second never depends on what it says.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from autograder.grading import inline_tests
from autograder.grading.submission import Notebook, NotebookCell, Role
from autograder.grading.submission.stubs import defined_names
from autograder.model import Answer, Assignment, Probe, Question, Response, Returned, Stop, Stopped, TestLevel
from autograder.model.setup import NO_SETUP, Setup
from autograder.questions.inline import Inline, Task
from autograder.sandbox import Ask, AskResult, Budget, Cell, CellResult, Sandbox
from autograder.sandbox.outside import TestResult

MakeProbes = Callable[[str, Mapping[str, np.random.Generator]], Mapping[str, tuple[Probe, ...]]]
_PLAIN = r"[+-]?(?:\d+\.?\d*(?:e[+-]?\d+)?|\.\d+|inf|nan)"
_NUMBER = re.compile(rf"({_PLAIN})|np\.(?:float|u?int)\d+\(({_PLAIN})\)")
"""A number as Python or NumPy shows it."""
OUTSIDE_LEVEL = "ns"
"""At the other levels, processes of two children can see each other, so tests have no process that is safe."""
_NOT_THEIRS = (Stop.BUDGET, Stop.BUSY, Stop.SANDBOX)


@dataclass(frozen=True)
class Run:
    """The results of running a notebook.

    Attributes
    ----------
    cells : mapping of str to CellResult
        The results of the cells, by id.
    asked : mapping of str to Response
        The probes and answers, by question.
    open : tuple of str
        The questions that had no answer and can be asked in a second run.
    """

    cells: Mapping[str, CellResult]
    asked: Mapping[str, Response]
    open: tuple[str, ...] = ()

    @property
    def disturbed(self) -> bool:
        """Whether the machine kept a cell or an answer from running."""
        answers = (answer for response in self.asked.values() for answer in response.answers)
        return Stopped(Stop.BUSY) in (*(cell.stopped for cell in self.cells.values()), *answers)


class NotebookRunner:
    """A student's notebook with the probes of its questions.

    Parameters
    ----------
    assignment : Assignment
    student : str
    notebook : Notebook
    probes : callable
        Takes the notebook's name and a random generator for each code question; returns the probes by question.
    secret : bytes
        Secret of the course. Hidden inputs depend on it, on the student's id and on the student's code: a changed
        submission gets new ones.
    setup : Setup
        The course's files, which the notebook can read.
    submitted : mapping of str to bytes
        The student's own files, by name.
    """

    def __init__(
        self,
        assignment: Assignment,
        student: str,
        notebook: Notebook,
        probes: MakeProbes,
        secret: bytes = b"",
        setup: Setup = NO_SETUP,
        submitted: Mapping[str, bytes] = MappingProxyType({}),
    ) -> None:
        self.assignment, self.notebook, self.files, self.submitted = assignment, notebook, setup.files, submitted
        self.questions: Mapping[str, Question] = {each.name: each for each in assignment.notebooks[notebook.name]}
        probed = {name for name, each in self.questions.items() if not isinstance(each, Inline | Task)}
        asked = [cell.id for cell in notebook.cells if cell.role is Role.GRADE and cell.id in probed]
        scope = "inputs", assignment.name, notebook.name, student, _code(notebook, submitted)
        self._probes = probes(notebook.name, {name: hidden(*scope, name, secret=secret) for name in asked})
        self._seed = int(hidden("seed", assignment.name, notebook.name, student, secret=secret).integers(2**32))

    def first(self, sandbox: Sandbox) -> Run:
        """Run all cells as in Jupyter, and ask every question."""
        program: list[Cell | Ask] = []
        for cell in self.notebook.cells:
            if cell.id in self._probes and not self._is_elsewhere(cell.id):
                program.append(self._ask(cell.id, deferred=True))
            if cell.kind == "code":
                program.append(Cell(cell.id, cell.source))
        return self._run(sandbox, [*program, *self._late(deferred=True)])

    def second(self, sandbox: Sandbox, first: Run) -> Run:
        """Run the cells again, and ask the open questions of the first run at their place.

        If a cell ended its process in the first run, only its definitions are run.
        """
        stopped = {name: ran for name, ran in first.cells.items() if ran.stopped and ran.stopped.why not in _NOT_THEIRS}
        program: list[Cell | Ask] = []
        for cell in self.notebook.cells:
            if cell.role is Role.GRADE and cell.id in first.open and not self._is_elsewhere(cell.id):
                program.append(self._ask(cell.id))
            if cell.kind == "code":
                ended = cell.id in stopped and not stopped[cell.id].interrupted
                program.append(Cell(cell.id, cell.source, show=False, only_definitions=ended))
        program += (ask for ask in self._late() if ask.question in first.open)
        while program and isinstance(program[-1], Cell):
            program.pop()  # cells below the last question are not needed
        run = self._run(sandbox, program)
        return Run({**run.cells, **stopped}, run.asked)

    def outside(self, sandbox: Sandbox) -> Mapping[str, TestResult]:
        """Run the test cells outside of the student's process, except those that have to run inside."""
        tests = {name: each for name, each in self.questions.items() if isinstance(each, Inline)}
        if sandbox.report.level != OUTSIDE_LEVEL or all(each.level is TestLevel.INSIDE for each in tests.values()):
            return {}
        with sandbox.run_lock:
            return sandbox.run_tests(
                inline_tests.steps(self.notebook, self.questions),
                limits=self.assignment.limits,
                budget=Budget(self.assignment.notebook_seconds / 2, self.assignment.notebook_output_kb),
                seed=self._seed,
                files=self.files,
                submitted=self.submitted,
            )

    def inside(self, sandbox: Sandbox, names: Collection[str]) -> Run:
        """Run all cells again, with the hidden tests, in the student's process. Student code can forge the results.

        Parameters
        ----------
        sandbox : Sandbox
        names : collection of str
            The test cells whose results are needed.
        """
        tests = {name: each for name, each in self.questions.items() if isinstance(each, Inline)}
        program = [
            Cell(cell.id, tests[cell.id].source if cell.id in tests else cell.source, show=cell.id in tests)
            for cell in self.notebook.cells
            if cell.kind == "code"
        ]
        while program and program[-1].id not in names:
            program.pop()
        if not program:
            return Run({}, {})
        run = self._run(sandbox, program)
        return Run({}, {name: Response((), (how_it_ran(run.cells[name]),)) for name in names})

    def _late(self, deferred: bool = False) -> Iterator[Ask]:
        """Yield the questions whose answer may be in any cell."""
        for cell in self.notebook.cells:
            if cell.id in self._probes and self._is_elsewhere(cell.id):
                yield self._ask(cell.id, deferred)

    def _is_elsewhere(self, question: str) -> bool:
        """Whether a solution cell was left as released, or its names are defined in other cells only."""
        own = solution(self.notebook, question)
        names = frozenset(self.questions[question].names)
        if own.untouched or not names or names & defined_names(own.source):
            return own.untouched
        theirs = (cell for cell in self.notebook.cells if cell.role in (Role.EXTRA, Role.SOLUTION))
        return any(names & defined_names(cell.source) for cell in theirs if cell.kind == "code")

    def _ask(self, name: str, deferred: bool = False) -> Ask:
        ask = Ask(name, self._probes[name], self.questions[name].limits, deferred)
        return replace(ask, deferred=deferred and not ask.reads_only)

    def _run(self, sandbox: Sandbox, program: Sequence[Cell | Ask]) -> Run:
        with sandbox.run_lock:
            budget = Budget(self.assignment.notebook_seconds / 2, self.assignment.notebook_output_kb)
            results = sandbox.run(
                program,
                limits=self.assignment.limits,
                budget=budget,
                seed=self._seed,
                files=self.files,
                submitted=self.submitted,
            )
        cells, asked, unanswered = {}, {}, []
        for step, result in zip(program, results, strict=True):
            if isinstance(step, Cell) and isinstance(result, CellResult):
                cells[step.id] = result
            elif isinstance(step, Ask) and isinstance(result, AskResult):
                asked[step.question] = Response(step.probes, result.answers)
                unanswered += [step.question] if result.open else []
        return Run(cells, asked, tuple(unanswered))


def hidden(*scope: str, secret: bytes = b"") -> np.random.Generator:
    """Return the generator of hidden inputs: another one for every scope and secret, and always the same for both."""
    digest = hmac.digest(secret, "\0".join(scope).encode("utf-8", "backslashreplace"), "sha256")
    return np.random.default_rng(np.frombuffer(digest, dtype=np.uint32))


def _code(notebook: Notebook, submitted: Mapping[str, bytes]) -> str:
    """Return a digest of a student's code and files."""
    theirs = (cell for cell in notebook.cells if cell.role in (Role.SOLUTION, Role.EXTRA) and cell.kind == "code")
    code = hashlib.sha256("\0".join(cell.source for cell in theirs).encode("utf-8", "backslashreplace"))
    for name, content in sorted(submitted.items()):
        code.update(repr((name, hashlib.sha256(content).digest())).encode())
    return code.hexdigest()


def solution(notebook: Notebook, question: str) -> NotebookCell:
    """Return the cell with a question's answer: its own, or the nearest solution cell above the one with the points."""
    cell = notebook.cell(question)
    if cell.role is Role.WRITTEN:
        return cell
    above = notebook.cells[: notebook.cells.index(cell)]
    named = (each for each in above if each.id == f"{question}-code")
    nearest = (each for each in reversed(above) if each.role is Role.SOLUTION)
    return next(named, None) or next(nearest, cell)


def response_of(notebook: Notebook, question: str, asked: Response | None) -> Response:
    """Return the response to a question: the answers to its probes, and the text of its solution cell."""
    cell = solution(notebook, question)
    text = cell.answer if cell.role is Role.WRITTEN else cell.source
    untouched = not text if cell.role is Role.WRITTEN else cell.untouched
    return replace(asked or Response(), text=text, untouched=untouched)


def how_it_ran(tests: CellResult) -> Answer:
    """Return how a test cell ran: its last value if that is a number, otherwise None, or what ended it."""
    if tests.stopped or tests.raised:
        return tests.stopped or tests.raised or Stopped(Stop.SANDBOX)
    shown = (each for each in tests.outputs if each["output_type"] == "execute_result")
    number = _NUMBER.fullmatch(next((each["data"].get("text/plain", "") for each in shown), ""))
    return Returned(float(number[1] or number[2]) if number else None)
