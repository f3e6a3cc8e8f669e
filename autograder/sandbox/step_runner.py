"""Run a program of cells and questions; where a step ends its child, go on in a fresh one without the culprit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from autograder.model import Answer, Limits, Stop, Stopped
from autograder.sandbox.forkserver import Child
from autograder.sandbox.steps import Ask, AskResult, Budget, Cell, CellResult
from autograder.sandbox.worker_client import ChildEnded, WorkerClient

_AMBIGUOUS = (Stop.DIED, Stop.PROTOCOL)
DEFERRED_SECONDS = 1.0
"""What a question that waits may take: a careful attempt has all the time it needs."""


class StepRunner:
    """A program that is being run; `results` fills up, whatever happens.

    A child sees each step only when it is its turn. After a child was ended, the next one runs the earlier cells again,
    silently: what they showed is kept from the first time, questions are not asked twice, and what was stopped is left
    out. A step that finds the line dead or full of garbage may be the victim of a question before it, so it is charged
    only in a child in which nothing else was asked.
    """

    def __init__(self, steps: Sequence[Cell | Ask], limits: Limits, budget: Budget, seed: int) -> None:
        self.steps, self.limits, self.budget, self.seed = steps, limits, budget, seed
        self.results: list[CellResult | AskResult | None] = [None] * len(steps)
        self._skipped: set[int] = set()
        self._counts = _execution_counts(steps)

    @property
    def done(self) -> bool:
        return all(result is not None for result in self.results)

    def child_limits(self) -> Limits:
        """Return the limits that a child needs in order to run every step."""
        every = [self.limits, *(step.limits for step in self.steps if step.limits is not None)]
        return Limits(
            memory_mb=max(each.memory_mb for each in every),
            disk_mb=max(each.disk_mb for each in every),
            processes=max(each.processes for each in every),
        )

    def run_in(self, child: Child) -> bool:
        """Go as far as this child lives; return False if it never came to life, through our own fault."""
        client = WorkerClient(child, self.budget)
        current, answers, asked, waiting = -1, list[Answer](), False, list[int]()
        try:
            client.begin(self.seed)
            for current, step in enumerate(self.steps):
                limits = step.limits or self.limits
                if isinstance(step, Cell):
                    if current not in self._skipped:
                        self._run_cell(client, current, step, limits, waiting)
                elif self.results[current] is None and step.deferred:
                    waiting.append(current)
                elif self.results[current] is None:
                    answers = []
                    client.probe(step.probes, limits, answers)
                    self.results[current] = AskResult(tuple(answers))
                    asked = True
        except ChildEnded as ended:
            if ended.why is Stop.SANDBOX:
                return False
            if current >= 0 and not (asked and ended.why in _AMBIGUOUS):
                self._stop(current, ended.why, answers)
            return True
        self._ask_deferred(client, waiting)
        return True

    def _ask_deferred(self, client: WorkerClient, below: Sequence[int]) -> None:
        """Ask the questions that wait; those below the last cell have their snapshot now."""
        try:
            if below:
                client.take_snapshots(below)
            for index, step in enumerate(self.steps):
                if isinstance(step, Ask) and self.results[index] is None:
                    answers: list[Answer] = []
                    limits = step.limits or self.limits
                    short = replace(limits, seconds=min(limits.seconds, DEFERRED_SECONDS))
                    client.probe(step.probes, short, answers, snapshot=index)
                    self.results[index] = AskResult(tuple(answers))
        except ChildEnded as ended:
            self.give_up(ended.why)

    def _run_cell(self, client: WorkerClient, index: int, cell: Cell, limits: Limits, waiting: list[int]) -> None:
        """Run a cell, before which the child notes down what names mean to the questions that wait."""
        count, first = self._counts[index], self.results[index] is None
        if count is None:
            self.results[index] = CellResult()
            return
        snapshots, waiting[:] = tuple(waiting), ()
        result = client.run(cell, count, limits, show=cell.show and first, snapshots=snapshots)
        if first:
            self.results[index] = result
        if result.stopped:
            raise ChildEnded(result.stopped.why)

    def give_up(self, why: Stop) -> None:
        """Mark all that has no result yet."""
        for index, result in enumerate(self.results):
            if result is None:
                self._stop(index, why, [])

    def _stop(self, index: int, why: Stop, answers: Sequence[Answer]) -> None:
        step = self.steps[index]
        self._skipped.add(index)
        if self.results[index] is not None:
            return  # what a cell showed when it ran well is kept, even if running it again went wrong
        if isinstance(step, Cell):
            self.results[index] = CellResult(stopped=Stopped(why), execution_count=self._counts[index])
        else:
            missing = len(step.probes) - len(answers)
            self.results[index] = AskResult((*answers, *([Stopped(why)] * missing)))


def _execution_counts(steps: Sequence[Cell | Ask]) -> list[int | None]:
    """Number the cells as Jupyter does, from 1, passing over blank ones."""
    counts: list[int | None] = []
    number = 0
    for step in steps:
        numbered = isinstance(step, Cell) and bool(step.source.strip())
        number += numbered
        counts.append(number if numbered else None)
    return counts
