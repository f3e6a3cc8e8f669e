"""Run cells and questions in a child. If a step ends the child, continue in a fresh one without that step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from autograder.model import Answer, Limits, Stop, Stopped
from autograder.sandbox.forkserver import Child
from autograder.sandbox.meter import ChildEnded
from autograder.sandbox.steps import Ask, AskResult, Budget, Cell, CellResult
from autograder.sandbox.worker_client import WorkerClient

_AMBIGUOUS = (Stop.DIED, Stop.PROTOCOL)
DEFERRED_SECONDS = 1.0
"""Time for a deferred question, computing or waiting. If that is too little, the caller can ask it in another run, with
its limits."""


class StepRunner:
    """A list of steps in progress. However the student's code behaves, every step gets a result.

    A child receives each step only when the steps before it are done. After a child has ended, the next child runs the
    earlier cells again, without outputs: their first results are kept. Of a cell that ended a child only the
    definitions are run, and nothing if they end a child, too. Questions are not asked again.

    If a step finds the child dead or its replies malformed, an earlier question may have caused that. The step is
    blamed only if no question was asked in the same child before. A question whose own calls change what it uses has
    the last word in its child: what follows is asked in a fresh one.

    If the machine keeps a step from running, all steps without results are stopped with `Stop.BUSY`.

    Parameters
    ----------
    steps : sequence of Cell or Ask
    limits : Limits
        For steps without limits of their own.
    budget : Budget
    seed : int
    files : mapping of str to bytes, optional
        Files to write into the working folder of every child before it runs anything.

    Attributes
    ----------
    results : list of (CellResult, AskResult or None)
        One for each step; None until the step is done.
    """

    def __init__(
        self,
        steps: Sequence[Cell | Ask],
        limits: Limits,
        budget: Budget,
        seed: int,
        files: Mapping[str, bytes] | None = None,
    ) -> None:
        self.steps, self.limits, self.budget, self.seed = steps, limits, budget, seed
        self.files = files or {}
        self.results: list[CellResult | AskResult | None] = [None] * len(steps)
        self._shortened: set[int] = set()
        self._skipped: set[int] = set()
        self._counts = _execution_counts(steps)

    @property
    def done(self) -> bool:
        """Whether every step has a result."""
        return all(result is not None for result in self.results)

    def child_limits(self) -> Limits:
        """Return the resource limits of a child: the largest that any step has."""
        every = [self.limits, *(step.limits for step in self.steps if step.limits is not None)]
        return Limits(
            memory_mb=max(each.memory_mb for each in every),
            disk_mb=max(each.disk_mb for each in every),
            processes=max(each.processes for each in every),
        )

    def run_in(self, child: Child) -> bool:
        """Run steps until all are done or the child ends; return False if the sandbox itself failed."""
        client, before = WorkerClient(child, self.budget), self.budget.left()
        current, answers, asked, waiting = -1, list[Answer](), False, list[int]()
        try:
            client.begin(self.seed, self.files)
            for current, step in enumerate(self.steps):
                limits = step.limits or self.limits
                if isinstance(step, Cell):
                    if current not in self._skipped:
                        cell = replace(step, only_definitions=True) if current in self._shortened else step
                        self._run_cell(client, current, cell, limits, waiting)
                elif self.results[current] is None and step.deferred:
                    waiting.append(current)
                elif self.results[current] is None:
                    answers = []
                    if not step.reads_only:
                        client.take_snapshots(self._snapshots([current]))
                    client.probe(step.probes, limits, answers)
                    self.results[current] = AskResult(tuple(answers))
                    if step.reads_only:
                        continue
                    asked = True
                    if not client.is_unchanged(current, step.names) and self._can_start_over(before):
                        return True
        except ChildEnded as ended:
            if ended.why is Stop.SANDBOX:
                return False
            if ended.why is Stop.BUSY:
                self.give_up(Stop.BUSY)
                return True
            if current >= 0 and not (asked and ended.why in _AMBIGUOUS):
                self._stop(current, ended.why, answers)
            return True
        self._ask_deferred(client, waiting)
        return True

    def _can_start_over(self, before: float) -> bool:
        """Whether there is time for a fresh child for each question that is left, given one that began at `before`."""
        left = sum(isinstance(step, Ask) and self.results[index] is None for index, step in enumerate(self.steps))
        return (before - self.budget.left()) * left < self.budget.left()

    def _ask_deferred(self, client: WorkerClient, below: Sequence[int]) -> None:
        """Ask the deferred questions, each with the names as they were at its place.

        Parameters
        ----------
        client : WorkerClient
        below : sequence of int
            Steps below the last cell; their snapshots are taken now.
        """
        current, answers = -1, list[Answer]()
        try:
            if below:
                client.take_snapshots(self._snapshots(below))
            for index, step in enumerate(self.steps):
                if not isinstance(step, Ask) or self.results[index] is not None:
                    continue
                if not client.is_unchanged(index, step.names):
                    self.results[index] = AskResult((Stopped(Stop.BUDGET),) * len(step.probes), open=True)
                    continue
                current, answers = index, []
                limits = step.limits or self.limits
                short = replace(
                    limits,
                    seconds=min(limits.seconds, DEFERRED_SECONDS),
                    cpu_seconds=min(limits.cpu_seconds, DEFERRED_SECONDS),
                )
                client.probe(step.probes, short, answers, snapshot=index)
                self.results[index] = AskResult(tuple(answers))
        except ChildEnded as ended:
            if current >= 0 and self.results[current] is None:
                self._stop(current, ended.why, answers)
            self.give_up(ended.why)

    def _snapshots(self, steps: Sequence[int]) -> tuple[tuple[int, tuple[str, ...]], ...]:
        """Return the ids of snapshots, each with the names that its question asks for."""
        return tuple((index, step.names) for index in steps if isinstance(step := self.steps[index], Ask))

    def _run_cell(self, client: WorkerClient, index: int, cell: Cell, limits: Limits, waiting: list[int]) -> None:
        """Run a cell, after taking the snapshots of the deferred questions above it."""
        count, first = self._counts[index], self.results[index] is None
        if count is None:
            self.results[index] = CellResult()
            return
        snapshots, waiting[:] = self._snapshots(waiting), ()
        result = client.run(cell, count, limits, show=cell.show and first, snapshots=snapshots)
        if first:
            self.results[index] = result
        if result.stopped and not result.interrupted:
            raise ChildEnded(result.stopped.why)

    def give_up(self, why: Stop) -> None:
        """Mark all steps that have no result as stopped."""
        for index, result in enumerate(self.results):
            if result is None:
                self._stop(index, why, [])

    def _stop(self, index: int, why: Stop, answers: Sequence[Answer]) -> None:
        step = self.steps[index]
        (self._skipped if index in self._shortened else self._shortened).add(index)
        if self.results[index] is not None:
            return  # keep the outputs of the first run, even if running the cell again failed
        if isinstance(step, Cell):
            self.results[index] = CellResult(stopped=Stopped(why), execution_count=self._counts[index])
        else:
            missing = len(step.probes) - len(answers)
            not_asked = step.deferred or why in (Stop.BUDGET, Stop.SANDBOX, Stop.BUSY)
            self.results[index] = AskResult((*answers, *([Stopped(why)] * missing)), open=not_asked)


def _execution_counts(steps: Sequence[Cell | Ask]) -> list[int | None]:
    """Number the cells from 1, as Jupyter does; blank cells and questions get None."""
    counts: list[int | None] = []
    number = 0
    for step in steps:
        numbered = isinstance(step, Cell) and bool(step.source.strip())
        number += numbered
        counts.append(number if numbered else None)
    return counts
