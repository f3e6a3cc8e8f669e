"""The sandbox as the grader uses it."""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType

from autograder.errors import SandboxError
from autograder.model import Limits, Stop
from autograder.sandbox.forkserver import ForkServer
from autograder.sandbox.program import Program
from autograder.sandbox.steps import Ask, AskResult, Budget, Cell, CellResult, SandboxReport

MAX_RESTARTS = 2


class Sandbox:
    """A place to run students' programs in; a context manager. `open_sandbox` makes one.

    Attributes
    ----------
    report : SandboxReport
        What it was seen to block.
    """

    def __init__(self, server: ForkServer, report: SandboxReport) -> None:
        self._server: ForkServer | None = server
        self._where = server.where
        self.report = report

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End everything that runs in it."""
        if self._server is not None:
            self._server.close()
            self._server = None

    def run(
        self, program: Sequence[Cell | Ask], *, limits: Limits, budget: Budget, seed: int
    ) -> tuple[CellResult | AskResult, ...]:
        """Run a program in one IPython shell of its own and return a result for every step.

        Total: whatever a student's code does to its process is in the results.

        Parameters
        ----------
        program : sequence of Cell or Ask
            Cells and questions in the order in which they are to run.
        limits : Limits
            For every step that has none of its own. Memory, disk and processes are those of the whole program: the
            largest that a step has.
        budget : Budget
            Wall time; may be shared with other runs. What it does not reach is stopped with `Stop.BUDGET`.
        seed : int
            For `random` and `numpy.random`.

        Raises
        ------
        SandboxError
            The sandbox is closed.
        """
        if self._server is None:
            raise SandboxError("this sandbox is closed")
        state = Program(program, limits, budget, seed)
        restarts = 0
        while not state.done and budget.left() > 0:
            if self._run_in_child(state):
                continue
            if restarts == MAX_RESTARTS or not self._restart():
                state.give_up(Stop.SANDBOX)
            restarts += 1
        state.give_up(Stop.BUDGET)
        return tuple(result for result in state.results if result is not None)

    def _run_in_child(self, state: Program) -> bool:
        assert self._server is not None
        try:
            child = self._server.fork(state.largest())
        except SandboxError:
            return False
        try:
            return state.run_in(child)
        finally:
            child.end()

    def _restart(self) -> bool:
        """Replace a zygote that is gone, or that does not bring children to life."""
        assert self._server is not None
        self._server.close()
        self._server = ForkServer(self._where, self._server.warm)
        try:
            self._server.wait_until_ready()
        except SandboxError:
            return False
        return True
