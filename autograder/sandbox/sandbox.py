"""The sandbox as the grader uses it, and the ladder of its levels."""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType

from autograder.errors import SandboxError
from autograder.model import Limits, Stop
from autograder.sandbox.forkserver import ForkServer
from autograder.sandbox.program import Program
from autograder.sandbox.selftest import SandboxReport, measure
from autograder.sandbox.steps import Ask, AskResult, Budget, Cell, CellResult

LEVELS = ("ns", "outer", "landlock")
"""From the strongest down."""
TOLERATED = {"landlock": {"disk"}}
"""What a level cannot block by itself."""


class Sandbox:
    """A place to run programs in; a context manager."""

    def __init__(self, server: ForkServer, report: SandboxReport) -> None:
        self._server = server
        self.report = report

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End everything that runs in it."""
        self._server.close()

    def run(
        self, program: Sequence[Cell | Ask], *, limits: Limits, budget: Budget, seed: int
    ) -> tuple[CellResult | AskResult, ...]:
        """Run a program. Total: what a student's code does to its child is in the results."""
        state = Program(program, limits, budget, seed)
        broken = 0
        while not state.done and budget.left() > 0 and broken < 3:
            try:
                child = self._server.fork(limits)
            except SandboxError:
                self._restart()
                broken += 1
                continue
            state.run_in(child)
            child.end()
        state.give_up(Stop.SANDBOX if broken >= 3 else Stop.BUDGET)
        return tuple(result for result in state.results if result is not None)

    def _restart(self) -> None:
        self._server.close()
        self._server = ForkServer(self.report.level)


def open_sandbox(level: str | None = None, *, force: bool = False) -> Sandbox:
    """Open the strongest sandbox that this machine gives, or the level that is asked for.

    Raises
    ------
    SandboxError
        No level protects, and it was not forced.
    """
    reasons = []
    for each in [level] if level else LEVELS:
        try:
            server = ForkServer(each)
        except SandboxError as error:
            reasons.append(str(error))
            continue
        try:
            report = measure(server)
        except SandboxError as error:
            server.close()
            reasons.append(str(error))
            continue
        if set(report.open) <= TOLERATED.get(each, set()):
            return Sandbox(server, report)
        server.close()
        reasons.append(f"level {each} leaves open: {', '.join(report.open)}")
    if force:
        server = ForkServer("none")
        return Sandbox(server, measure(server))
    raise SandboxError("no sandbox that protects: " + "; ".join(reasons))
