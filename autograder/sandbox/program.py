"""Run a program of cells and questions in one child; where it is ended, go on in a fresh one without the culprit."""

from __future__ import annotations

import select
import signal
import time
from collections.abc import Sequence
from typing import Any

from autograder.model import Answer, Limits, Stop, Stopped
from autograder.sandbox import replies
from autograder.sandbox.forkserver import Child
from autograder.sandbox.inside import codec, frames
from autograder.sandbox.inside.errors import WireError
from autograder.sandbox.steps import Ask, AskResult, Budget, Cell, CellResult

NOT_LOCKED_DOWN = 70
"""Exit status of a child that could not build its walls, see `inside/zygote.py`."""


LOOK_SECONDS = 0.5


class Ended(Exception):
    """A step ended its child."""

    def __init__(self, why: Stop) -> None:
        self.why = why


class Program:
    """A program that is being run; `results` fills up, whatever happens."""

    def __init__(self, steps: Sequence[Cell | Ask], limits: Limits, budget: Budget, seed: int) -> None:
        self.steps, self.limits, self.budget, self.seed = steps, limits, budget, seed
        self.results: list[CellResult | AskResult | None] = [None] * len(steps)

    @property
    def done(self) -> bool:
        return all(result is not None for result in self.results)

    def run_in(self, child: Child) -> None:
        """Go as far as this child lives. Cells that ran before are run again, silently; what was stopped is not."""
        conversation = _Conversation(child, self.budget)
        current = 0
        answers: list[Answer] = []
        try:
            conversation.ask({"seed": self.seed}, self.limits)
            for current, step in enumerate(self.steps):
                result = self.results[current]
                if isinstance(step, Cell):
                    if isinstance(result, CellResult) and result.stopped:
                        continue
                    reply = conversation.run(step, step.limits or self.limits, show=step.show and result is None)
                    if result is None:
                        self.results[current] = reply
                elif result is None:
                    answers = []
                    conversation.probe(step, step.limits or self.limits, answers)
                    self.results[current] = AskResult(tuple(answers))
        except Ended as ended:
            self._stop(current, ended.why, answers)

    def give_up(self, why: Stop) -> None:
        """Mark all that has no result yet."""
        for index in range(len(self.steps)):
            if self.results[index] is None:
                self._stop(index, why, [])

    def _stop(self, index: int, why: Stop, answers: list[Answer]) -> None:
        step = self.steps[index]
        stopped = Stopped(why)
        if isinstance(step, Cell):
            self.results[index] = CellResult(stopped=stopped)
        else:
            rest = len(step.probes) - len(answers)
            self.results[index] = AskResult((*answers, *([stopped] * rest)))


class _Conversation:
    """Requests to one child and its replies, in step."""

    def __init__(self, child: Child, budget: Budget) -> None:
        self.child, self.budget, self.number = child, budget, 0

    def run(self, cell: Cell, limits: Limits, show: bool) -> CellResult:
        request = {"cell": cell.source, "id": cell.id, "show": show, "output": limits.output_kb << 10}
        reply = self.ask(request, limits)
        try:
            return replies.cell_result(reply)
        except WireError:
            raise Ended(Stop.PROTOCOL) from None

    def probe(self, ask: Ask, limits: Limits, answers: list[Answer]) -> None:
        """Send the probes one by one; their time is counted together."""
        end = time.monotonic() + limits.seconds
        for probe in ask.probes:
            args = None if probe.args is None else [codec.encode(arg) for arg in probe.args]
            reply = self.ask({"probe": probe.name, "args": args}, limits, end)
            try:
                answers.append(replies.answer(reply))
            except WireError:
                raise Ended(Stop.PROTOCOL) from None

    def ask(self, request: dict[str, Any], limits: Limits, end: float | None = None) -> dict[str, Any]:
        """Send one request and return its reply."""
        self.number += 1
        left = self.budget.left()
        if left <= 0:
            raise Ended(Stop.BUDGET)
        own = end if end is not None else time.monotonic() + limits.seconds
        deadline = min(own, time.monotonic() + left)
        try:
            self.child.stream.settimeout(max(0.001, deadline - time.monotonic()))
            frames.send(self.child.stream, {**request, "step": self.number})
            self._wait(deadline, limits.cpu_seconds)
            reply = frames.receive(self.child.stream, deadline=deadline)
        except TimeoutError:
            raise Ended(Stop.TIME if own <= deadline or self.budget.left() > 0 else Stop.BUDGET) from None
        except WireError:
            raise Ended(Stop.PROTOCOL) from None
        except (frames.Closed, OSError):
            raise Ended(self._cause()) from None
        if type(reply) is not dict or reply.get("step") != self.number:
            raise Ended(Stop.PROTOCOL)
        return reply

    def _wait(self, deadline: float, cpu_seconds: float) -> None:
        """Wait for a reply, and look now and then at the processor time that it takes."""
        began = None
        while not select.select([self.child.stream], [], [], min(LOOK_SECONDS, max(0, deadline - time.monotonic())))[0]:
            used = self.child.cpu_seconds()
            began = used if began is None else began
            if used - began > cpu_seconds or time.monotonic() >= deadline:
                raise TimeoutError

    def _cause(self) -> Stop:
        status = self.child.end()
        if status is None or status == NOT_LOCKED_DOWN:
            return Stop.SANDBOX
        if status in (-signal.SIGXCPU, -signal.SIGPROF):
            return Stop.TIME
        return Stop.DIED
