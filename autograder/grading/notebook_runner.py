"""Run a notebook in the sandbox and ask its questions.

All cells run as in Jupyter, and their outputs are kept for the page. When the last one has run, the probes with the
hidden inputs are sent: no output that anybody sees comes from code that has met a hidden input. That is a first
attempt, which settles what is right. Whatever did not come out right is asked again with care: in a second run, where
nothing is shown, the visible checks are left out, and every question has its turn before anything below it has run. So
a question cannot be spoilt by what comes after it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from autograder.grading.submission import Notebook, NotebookCell, Role
from autograder.grading.submission.stubs import defined_names
from autograder.model import Assignment, Probe, Question, Response, Stop
from autograder.sandbox import Ask, AskResult, Budget, Cell, CellResult, Sandbox

MakeProbes = Callable[[str, Mapping[str, np.random.Generator]], Mapping[str, tuple[Probe, ...]]]
_NOT_THEIRS = (Stop.BUDGET, Stop.SANDBOX)


@dataclass(frozen=True)
class Run:
    """What came out of a notebook.

    Attributes
    ----------
    cells : mapping of str to CellResult
        How the cells ran, by their id.
    asked : mapping of str to Response
        What was asked and answered, by question.
    """

    cells: Mapping[str, CellResult]
    asked: Mapping[str, Response]


class NotebookRunner:
    """A student's notebook, and what it is asked.

    Parameters
    ----------
    assignment : Assignment
    student : str
        Chooses the hidden inputs.
    notebook : Notebook
    probes : callable
        Takes the notebook's name, and for each question that is asked of code the source of its hidden inputs; returns
        the probes.
    """

    def __init__(self, assignment: Assignment, student: str, notebook: Notebook, probes: MakeProbes) -> None:
        self.assignment, self.notebook = assignment, notebook
        self.questions: Mapping[str, Question] = {each.name: each for each in assignment.notebooks[notebook.name]}
        asked = [cell.id for cell in notebook.cells if cell.role is Role.GRADE]
        self._probes = probes(notebook.name, {name: hidden(assignment.name, name, student) for name in asked})
        self._seed = int(hidden(assignment.name, notebook.name, student).integers(2**32))

    def first(self, sandbox: Sandbox) -> Run:
        """Run all cells as in Jupyter, and then ask."""
        program: list[Cell | Ask] = []
        for cell in self.notebook.cells:
            if cell.role is Role.GRADE and not self._is_elsewhere(cell.id):
                program.append(self._ask(cell.id, deferred=True))
            if cell.kind == "code":
                program.append(Cell(cell.id, cell.source))
        return self._run(sandbox, [*program, *self._late(deferred=True)])

    def careful(self, sandbox: Sandbox, names: Collection[str], first: Run) -> Run:
        """Run the cells without the visible checks, and ask some of the questions in place of theirs.

        Of a cell that ended its process in the first run, only the definitions are run.
        """
        stopped = {name: ran for name, ran in first.cells.items() if ran.stopped and ran.stopped.why not in _NOT_THEIRS}
        program: list[Cell | Ask] = []
        for cell in self.notebook.cells:
            if cell.role is Role.GRADE:
                if cell.id in names and not self._is_elsewhere(cell.id):
                    program.append(self._ask(cell.id))
            elif cell.kind == "code":
                ended = cell.id in stopped and not stopped[cell.id].interrupted
                program.append(Cell(cell.id, cell.source, show=False, only_definitions=ended))
        program += (ask for ask in self._late() if ask.question in names)
        while program and isinstance(program[-1], Cell):
            program.pop()  # below the last question nobody looks
        run = self._run(sandbox, program)
        return Run({**run.cells, **stopped}, run.asked)

    def _late(self, deferred: bool = False) -> Iterator[Ask]:
        """Yield the questions whose answer may be in any cell."""
        for cell in self.notebook.cells:
            if cell.role is Role.GRADE and self._is_elsewhere(cell.id):
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
        return Ask(name, self._probes[name], self.questions[name].limits, deferred)

    def _run(self, sandbox: Sandbox, program: list[Cell | Ask]) -> Run:
        with sandbox.run_lock:
            budget = Budget(self.assignment.notebook_seconds / 2, self.assignment.notebook_output_kb)
            results = sandbox.run(program, limits=self.assignment.limits, budget=budget, seed=self._seed)
        cells, asked = {}, {}
        for step, result in zip(program, results, strict=True):
            if isinstance(step, Cell) and isinstance(result, CellResult):
                cells[step.id] = result
            elif isinstance(step, Ask) and isinstance(result, AskResult):
                asked[step.question] = Response(step.probes, result.answers)
        return Run(cells, asked)


def hidden(*scope: str) -> np.random.Generator:
    """Return the source of the hidden inputs: other ones for every student, the same ones at a regrade."""
    digest = hashlib.sha256("\0".join(scope).encode("utf-8", "replace")).digest()
    return np.random.default_rng(np.frombuffer(digest, dtype=np.uint32))


def solution(notebook: Notebook, question: str) -> NotebookCell:
    """Return the cell that a question's answer is written in."""
    cell = notebook.cell(question)
    return cell if cell.role is Role.WRITTEN else notebook.cell(f"{question}-code")
