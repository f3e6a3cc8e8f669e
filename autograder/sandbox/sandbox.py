"""The sandbox that the grader uses."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import replace
from types import TracebackType

from autograder.model import Limits, Stop
from autograder.model.errors import SandboxError
from autograder.model.setup import CourseFiles
from autograder.sandbox import private_files
from autograder.sandbox.forkserver import ForkServer
from autograder.sandbox.jail import NONE
from autograder.sandbox.outside import OutsideRunner, OutsideStep, TestResult, run_outside
from autograder.sandbox.step_runner import StepRunner
from autograder.sandbox.steps import Ask, AskResult, Budget, Cell, CellResult, SandboxReport

MAX_RESTARTS = 2
NO_FILES = CourseFiles()
NOTHING: Mapping[str, bytes] = {}


class Sandbox:
    """Runs student code in isolated children. Use `open_sandbox` to make one.

    A sandbox is a context manager, and threads may share it.

    Attributes
    ----------
    report : SandboxReport
        The result of the self-test.
    run_lock : context manager
        Hold it around `run`, and make the budget inside it. At the level ``outer`` all children write to one file
        system, so only one may run at a time; at the other levels this is no lock.
    """

    def __init__(self, server: ForkServer, report: SandboxReport) -> None:
        self._server: ForkServer | None = server
        self._jail = server.jail
        self._changing, self._searching = threading.Lock(), threading.Lock()
        self._precompiled: dict[str, None] = {}
        self._files: dict[str, CourseFiles] = {}
        self._hidden: set[tuple[str, ...]] = set()
        self.report = report
        self.run_lock: AbstractContextManager[object] = threading.Lock() if server.jail.shared_disk else nullcontext()

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End the fork server and all children."""
        if self._server is not None:
            self._server.close()
            self._server = None

    def precompile(self, cells: Iterable[str]) -> None:
        """Compile cells in the fork server, to save time in every child that runs them.

        Parameters
        ----------
        cells : iterable of str
            Sources of released cells. Student code can read them, so they must hold no secrets.
        """
        with self._changing:
            new = dict.fromkeys(cell for cell in cells if cell not in self._precompiled)
            self._precompiled |= new
            if new and self._server is not None:
                self._server.precompile(new)

    def require_hidden(self, paths: Iterable[str]) -> None:
        """Make sure that student code sees neither the files at these paths nor the grader; looks once for each.

        A sandbox that was forced open hides nothing, so it does not look.

        Parameters
        ----------
        paths : iterable of str
            The course's folder, and its gradebook.

        Raises
        ------
        SandboxError
            Student code could read one of them. The message says which, and what to do.
        """
        wanted = tuple(paths)
        with self._searching:
            if wanted not in self._hidden and self._jail.level != NONE:
                with self.run_lock:
                    private_files.require_hidden(self.run, self._jail, wanted)
                self._hidden.add(wanted)

    def run(
        self,
        steps: Sequence[Cell | Ask],
        *,
        limits: Limits,
        budget: Budget,
        seed: int,
        files: CourseFiles = NO_FILES,
        submitted: Mapping[str, bytes] = NOTHING,
    ) -> tuple[CellResult | AskResult, ...]:
        """Run steps in a fresh IPython shell.

        Parameters
        ----------
        steps : sequence of Cell or Ask
            Cells and questions, in the order of the notebook.
        limits : Limits
            For steps without limits of their own. The limits on memory, disk and processes hold for the whole child:
            the largest that any step has.
        budget : Budget
            Time and output, which other runs may share. Steps that it does not reach get `Stop.BUDGET`.
        seed : int
            For `random` and `numpy.random`.
        files : CourseFiles
            What the code may read in its working folder.
        submitted : mapping of str to bytes
            The student's own files, which are in the working folder, too, unless the course has one of that name.

        Returns
        -------
        tuple of CellResult or AskResult
            One for each step. Failures of the student's code are in the results; they never raise.

        Raises
        ------
        SandboxError
            The sandbox is closed.
        """
        if self._server is None:
            raise SandboxError("the sandbox is closed")
        self._provide(files)
        state = StepRunner(steps, limits, budget, seed, submitted)
        restarts = 0
        while not state.done and budget.left() > 0:
            server = self._server
            if server is not None and _run_in_child(server, state, files):
                continue
            if restarts == MAX_RESTARTS or not self._replace(server):
                state.give_up(Stop.SANDBOX)
            restarts += 1
        state.give_up(Stop.BUDGET)
        return tuple(result for result in state.results if result is not None)

    def run_tests(
        self,
        steps: Sequence[OutsideStep],
        *,
        limits: Limits,
        budget: Budget,
        seed: int,
        files: CourseFiles = NO_FILES,
        submitted: Mapping[str, bytes] = NOTHING,
    ) -> dict[str, TestResult]:
        """Run the tests of a notebook in another child than the student's code; the parameters are those of `run`.

        Returns
        -------
        dict
            The results of the tests, by name.
        """
        if self._server is None:
            raise SandboxError("the sandbox is closed")
        self._provide(files)
        hidden = {file.name: files.read(file) for file in files.files if file.hidden}
        limits = replace(limits, disk_mb=limits.disk_mb + (sum(map(len, hidden.values())) >> 20) + bool(hidden))
        runner = OutsideRunner(steps, limits, budget, seed, submitted, hidden)
        restarts = 0
        while not runner.done and budget.left() > 0:
            server = self._server
            with suppress(SandboxError):
                if server is not None and run_outside(
                    runner, lambda at=server: at.fork(limits, files.key if files.released else "")
                ):
                    continue
            if restarts == MAX_RESTARTS or not self._replace(server):
                runner.give_up(Stop.SANDBOX)
            restarts += 1
        runner.give_up(Stop.BUDGET)
        return runner.results

    def _provide(self, files: CourseFiles) -> None:
        with self._changing:
            if files.released and files.key not in self._files and self._server is not None:
                self._server.provide(files)
                self._files[files.key] = files

    def _replace(self, server: ForkServer | None) -> bool:
        """Replace a fork server that has ended or cannot fork, unless another thread has done so.

        Returns
        -------
        bool
            Whether there is a working server.
        """
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
            for files in self._files.values():
                fresh.provide(files)
            self._server = fresh  # last, so that other threads only see a server that is ready
            return True


def _run_in_child(server: ForkServer, state: StepRunner, files: CourseFiles) -> bool:
    try:
        child = server.fork(state.child_limits(), files.key if files.released else "")
    except SandboxError:
        return False
    try:
        return state.run_in(child)
    finally:
        child.end()
        state.budget.spend(max(0.0, child.cpu_seconds - child.charged))
