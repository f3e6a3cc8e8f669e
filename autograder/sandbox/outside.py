"""Runs the tests of a notebook in a child of their own, and passes their questions on to the student's child.

The grader reads no message between the two: it limits their size and number of turns, meters both children, and
reads only how each test ended.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import Any

from autograder.model import Limits, Stop
from autograder.sandbox.forkserver import Child
from autograder.sandbox.meter import ChildEnded, StepMeter
from autograder.sandbox.steps import Budget, Cell
from autograder.sandbox.worker_client import WorkerClient

MAX_TEXT = 2_000
"""Characters of a test's message."""
MAX_SIDE = 300


@dataclass(frozen=True)
class Locked:
    """A released cell of which the tests have a copy of their own.

    Attributes
    ----------
    cell : Cell or None
        What runs with the student's code; None for nothing.
    source : str
        What runs with the tests.
    theirs : tuple of str
        Names in it that the student's code changes: the tests fetch them.
    """

    cell: Cell | None
    source: str
    theirs: tuple[str, ...] = ()


@dataclass(frozen=True)
class TestCell:
    """A test cell.

    Attributes
    ----------
    name : str
    source : str
        With its hidden tests.
    visible : Cell
        Its visible part, which also runs with the student's code: later cells may need its names.
    theirs : tuple of str
        Names that the notebook leaves to the student.
    shared : tuple of str
        Names that student code is meant to read: if the test binds one, the student's process gets its value.
    strict : bool
        Whether the instructor's solution changes none of its arguments.
    """

    name: str
    source: str
    visible: Cell
    theirs: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    strict: bool = False


@dataclass(frozen=True)
class TestResult:
    """How a test cell ended.

    Attributes
    ----------
    raised : str or None
        Name of the exception that ended it.
    line : int or None
        Line of the cell that raised it.
    message : str
        Text of the exception; it may contain hidden inputs.
    value : float or None
        The last value, if it is a number.
    weak : tuple of str
        Comparisons and truth values that student code has decided.
    sides : tuple of str
        The two values that the assertion compared, as text; empty if it compared none.
    changed : bool
        Whether calls have changed their arguments.
    stopped : Stop or None
        Why it was stopped.
    """

    raised: str | None = None
    line: int | None = None
    message: str = ""
    value: float | None = None
    weak: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    changed: bool = False
    stopped: Stop | None = None

    @property
    def passed(self) -> bool:
        """Whether nothing ended the cell early."""
        return self.raised is None and self.stopped is None


OutsideStep = Cell | Locked | TestCell


class OutsideRunner:
    """The cells of a notebook in two children. A test that ends a child costs that test: the others go on in new ones.

    Parameters
    ----------
    steps : sequence of Cell, Locked or TestCell
    limits : Limits
    budget : Budget
    seed : int
    files : mapping
        The student's own files.
    hidden : mapping
        The course's files for the tests only.
    """

    def __init__(
        self,
        steps: Sequence[OutsideStep],
        limits: Limits,
        budget: Budget,
        seed: int,
        files: Mapping[str, bytes],
        hidden: Mapping[str, bytes],
    ) -> None:
        self.steps, self.limits, self.budget, self.seed = steps, limits, budget, seed
        self.files, self.hidden = files, hidden
        self.results: dict[str, TestResult] = {}
        self._shortened: set[int] = set()
        self._skipped: set[int] = set()

    @property
    def done(self) -> bool:
        """Whether every test has a result."""
        return all(step.name in self.results for step in self.steps if isinstance(step, TestCell))

    def run_in(self, student_child: Child, tests_child: Child) -> bool:
        """Run steps until all are done or a child ends; return False if the sandbox itself failed."""
        student, tests = WorkerClient(student_child, self.budget), WorkerClient(tests_child, self.budget)
        current = -1
        try:
            student.begin(self.seed, self.files)
            tests.begin(self.seed, self.hidden)
            for current, step in enumerate(self.steps):
                if isinstance(step, TestCell):
                    self._test(student, tests, current, step)
                elif isinstance(step, Locked):
                    if step.cell is not None:
                        self._cell(student, current, step.cell)
                    self._ended(student, tests, {"tests": step.source, "locked": True, "theirs": step.theirs})
                else:
                    self._cell(student, current, step)
        except ChildEnded as ended:
            if ended.why is Stop.SANDBOX:
                return False
            if ended.why in (Stop.BUSY, Stop.BUDGET):
                self.give_up(ended.why)
            elif current < 0:
                return False
            else:
                self._stop(current, ended.why)
        return True

    def give_up(self, why: Stop) -> None:
        """Mark all tests that have no result as stopped."""
        for step in self.steps:
            if isinstance(step, TestCell):
                self.results.setdefault(step.name, TestResult(stopped=why))

    def _cell(self, student: WorkerClient, index: int, cell: Cell) -> None:
        if index in self._skipped:
            return
        cell = replace(cell, only_definitions=True) if index in self._shortened else cell
        result = student.run(cell, index + 1, self.limits, show=False)
        if result.stopped and not result.interrupted:
            raise ChildEnded(result.stopped.why)

    def _test(self, student: WorkerClient, tests: WorkerClient, index: int, step: TestCell) -> None:
        if index not in self._skipped:
            request = {"tests": step.source, "locked": False, "theirs": step.theirs}
            request |= {"shared": step.shared, "strict": step.strict}
            result = _result(self._ended(student, tests, request))
            self.results.setdefault(step.name, result)
        if index not in self._shortened:
            self._cell(student, index, step.visible)

    def _stop(self, index: int, why: Stop) -> None:
        """Note what ended a child: the next one runs less of it."""
        step = self.steps[index]
        if isinstance(step, TestCell):
            if step.name not in self.results:
                self.results[step.name] = TestResult(stopped=why)
                self._skipped.add(index)
            else:
                self._skipped.add(index)
                self._shortened.add(index)
            return
        (self._skipped if index in self._shortened else self._shortened).add(index)

    def _ended(self, student: WorkerClient, tests: WorkerClient, request: dict[str, Any]) -> dict[str, Any]:
        """Have the tests' child run a cell, pass messages on until it ends, and return how it ended."""
        theirs = StepMeter(tests.child, self.limits, self.budget)
        ours = StepMeter(student.child, self.limits, self.budget)
        reply = tests.request(request, b"", theirs)
        while "ended" not in reply.message:
            if "asked" not in reply.message:
                raise ChildEnded(Stop.PROTOCOL)
            answer = student.request({"asked": True}, reply.body, ours)
            reply = tests.request({"asked": True}, answer.body, theirs)
        ended = reply.message["ended"]
        if type(ended) is not dict:
            raise ChildEnded(Stop.PROTOCOL)
        return ended


def _result(ended: dict[str, Any]) -> TestResult:
    raised, line, message, value = (ended.get(key) for key in ("raised", "line", "message", "value"))
    weak, sides = ended.get("weak"), ended.get("sides")
    return TestResult(
        raised=None if raised is None else str(raised)[:100],
        line=line if type(line) is int else None,
        message=message[:MAX_TEXT] if type(message) is str else "",
        value=value if type(value) is float else None,
        weak=tuple(str(each)[:40] for each in weak[:20]) if type(weak) is list else (),
        sides=tuple(str(each)[:MAX_SIDE] for each in sides[:2]) if type(sides) is list else (),
        changed=ended.get("changed") is True,
    )


def run_outside(runner: OutsideRunner, fork: Any) -> bool:
    """Run in two fresh children, which `fork` makes; return False if the sandbox itself failed."""
    with ExitStack() as children:
        pair = []
        for _ in range(2):
            child: Child = fork()
            children.callback(_end, child, runner.budget)
            pair.append(child)
        return runner.run_in(*pair)


def _end(child: Child, budget: Budget) -> None:
    child.end()
    budget.spend(max(0.0, child.cpu_seconds - child.charged))


__all__ = ["Locked", "OutsideRunner", "OutsideStep", "TestCell", "TestResult", "run_outside"]
