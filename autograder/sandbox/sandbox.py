"""The sandbox as the grader uses it."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from types import TracebackType

from autograder.model import Limits, Stop
from autograder.model.errors import SandboxError
from autograder.sandbox.forkserver import ForkServer
from autograder.sandbox.step_runner import StepRunner
from autograder.sandbox.steps import Ask, AskResult, Budget, Cell, CellResult, SandboxReport

MAX_RESTARTS = 2


class Sandbox:
    """A place to run students' programs in; a context manager that threads may share. `open_sandbox` makes one.

    Attributes
    ----------
    report : SandboxReport
        What it was seen to block.
    turn : context manager
        To be held from before a program's budget is made until it has run: not every level keeps apart what programs
        write at the same time.
    """

    def __init__(self, server: ForkServer, report: SandboxReport) -> None:
        self._server: ForkServer | None = server
        self._jail = server.jail
        self._changing = threading.Lock()
        self._precompiled: dict[str, None] = {}
        self.report = report
        self.run_lock: AbstractContextManager[object] = threading.Lock() if server.jail.shared_disk else nullcontext()

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End everything that runs in it."""
        if self._server is not None:
            self._server.close()
            self._server = None

    def precompile(self, cells: Iterable[str]) -> None:
        """Get ready for cells that most programs are going to have.

        Parameters
        ----------
        cells : iterable of str
            Anybody may read them.
        """
        with self._changing:
            new = dict.fromkeys(cell for cell in cells if cell not in self._precompiled)
            self._precompiled |= new
            if new and self._server is not None:
                self._server.precompile(new)

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
            child_limits that a step has.
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
        state = StepRunner(program, limits, budget, seed)
        restarts = 0
        while not state.done and budget.left() > 0:
            server = self._server
            if server is not None and _run_in_child(server, state):
                continue
            if restarts == MAX_RESTARTS or not self._replace(server):
                state.give_up(Stop.SANDBOX)
            restarts += 1
        state.give_up(Stop.BUDGET)
        return tuple(result for result in state.results if result is not None)

    def _replace(self, server: ForkServer | None) -> bool:
        """Replace a zygote that is gone, or that does not bring children to life, unless somebody has done so."""
        with self._changing:
            if self._server is not server or server is None:
                return self._server is not None
            server.close()
            fresh = ForkServer(self._jail, server.warm)
            try:
                fresh.wait_until_ready()
            except SandboxError:
                return False
            fresh.precompile(self._precompiled)
            self._server = fresh  # not before: nobody else may hear that it is ready
            return True


def _run_in_child(server: ForkServer, state: StepRunner) -> bool:
    try:
        child = server.fork(state.child_limits())
    except SandboxError:
        return False
    try:
        return state.run_in(child)
    finally:
        child.end()
