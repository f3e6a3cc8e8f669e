"""Send requests to the worker in a child and read its replies, within limits of time, disk and size."""

from __future__ import annotations

import secrets
import signal
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any

from autograder.model import Answer, Limits, Probe, Stop, Stopped
from autograder.sandbox import replies
from autograder.sandbox.forkserver import Child
from autograder.sandbox.inside import frames
from autograder.sandbox.inside.errors import LOCKDOWN_FAILED, WireError
from autograder.sandbox.meter import ChildEnded, StepMeter
from autograder.sandbox.probe_batches import MAX_HEADS, batches
from autograder.sandbox.steps import Budget, Cell, CellResult

MAX_BODIES = frames.MAX_BODY
"""Bytes that all answers to one question may take in frame bodies (array data); in frame heads, it is `MAX_HEADS`."""
GRACE = 1.0
"""Seconds of computing or waiting in which a cell that is over its limit may still stop by itself."""
MAX_STRAY_FRAMES = 100
BEGIN_SECONDS = 10.0
MAX_ENDED = 1 << 16
"""Bytes of the head of a message of the tests."""
Snapshots = Sequence[tuple[int, Sequence[str]]]


class WorkerClient:
    """A client of the worker in one child. Student code shares the worker's process, so replies are untrusted.

    Every request carries a fresh nonce, which its replies must repeat. Replies that were sent before their request, or
    twice, are ignored.

    Parameters
    ----------
    child : Child
    budget : Budget
        Time and output that all steps share.
    """

    def __init__(self, child: Child, budget: Budget) -> None:
        self.child, self.budget = child, budget
        self._replies = frames.Reader(child.stream)
        self.cells: dict[str, Cell] = {}
        """The cells sent so far, by the id used on the wire."""

    def begin(self, seed: int, files: Mapping[str, bytes]) -> None:
        """Wait until the child has applied its restrictions, seed its random numbers, and write a student's files.

        Raises
        ------
        ChildEnded
            With `Stop.SANDBOX` unless the budget is used up or the machine is too busy: no student code has run yet.
        """
        try:
            meter = StepMeter(self.child, Limits(seconds=BEGIN_SECONDS), self.budget)
            self._request({"seed": seed % 2**64}, b"", meter)
            for name, content in files.items():
                for start in range(0, max(1, len(content)), frames.MAX_BODY):
                    self._request({"write": name}, content[start : start + frames.MAX_BODY], meter)
        except ChildEnded as ended:
            raise ended if ended.why in (Stop.BUDGET, Stop.BUSY) else ChildEnded(Stop.SANDBOX) from None

    def run(self, cell: Cell, count: int, limits: Limits, show: bool, snapshots: Snapshots = ()) -> CellResult:
        """Run a cell.

        Parameters
        ----------
        cell : Cell
        count : int
            Execution count.
        limits : Limits
        show : bool
            Whether to keep the cell's outputs.
        snapshots : sequence of (int, sequence of str)
            Ids under which the worker saves a copy of the namespace before it runs the cell, each with the names that
            will be asked for.

        Raises
        ------
        ChildEnded
            The cell exceeded a limit or ended the child.
        """
        name = str(len(self.cells))
        self.cells[name] = cell
        size = limits.output_kb << 10 if show else 0  # kB are 1024 bytes
        available = min(size, self.budget.output)
        max_head = (
            available + min(frames.MAX_REPLY_OVERHEAD, max(self.budget.output - available, frames.MIN_HEAD))
            if show
            else frames.MIN_HEAD
        )
        source = cell.source.encode("utf-8", "replace").decode()  # a notebook may hold lone surrogates
        request = {"cell": source, "id": name, "count": count, "show": show, "output": size, "snapshots": snapshots}
        request |= {"cpu_seconds": limits.cpu_seconds, "only_definitions": cell.only_definitions}
        longest = replace(limits, cpu_seconds=limits.cpu_seconds + GRACE, seconds=limits.seconds + GRACE)
        meter = StepMeter(self.child, longest, self.budget, interrupt_after=limits.seconds)
        reply = self._request({**request, "available": available, "max_head": max_head}, b"", meter, max_head)
        self.budget.shown(reply.head_size if show else 0)
        try:
            result = replies.parse_cell_result(reply.message, self.cells, count)
        except WireError:
            raise ChildEnded(Stop.PROTOCOL) from None
        return result if show else replace(result, outputs=())

    def take_snapshots(self, snapshots: Snapshots) -> None:
        """Save a copy of the namespace as it is now, under each id; raises ChildEnded if the child does not reply."""
        self._request({"snapshots": snapshots}, b"", StepMeter(self.child, Limits(), self.budget))

    def is_unchanged(self, snapshot: int, names: Sequence[str]) -> bool:
        """Whether names and all that they use are as in a snapshot; raises ChildEnded if the child does not reply."""
        request = {"compare": (snapshot, names)}
        return self._request(request, b"", StepMeter(self.child, Limits(), self.budget)).message.get("same") is True

    def probe(
        self, probes: tuple[Probe, ...], limits: Limits, answers: list[Answer], snapshot: int | None = None
    ) -> None:
        """Send probes and append their answers one by one.

        Parameters
        ----------
        probes : tuple of Probe
        limits : Limits
            For all probes together.
        answers : list of Answer
            Extended in place, so that the answers before a failure are kept.
        snapshot : int, optional
            Restore this snapshot of the namespace before each probe.

        Raises
        ------
        ChildEnded
            A probe exceeded a limit or ended the child.
        """
        meter = StepMeter(self.child, limits, self.budget)
        quota = frames.ReplyQuota(MAX_HEADS, MAX_BODIES)
        for batch in batches(probes):
            asked = [[probe.name, node, len(body)] for probe, node, body in batch]
            request = {"probes": asked, "snapshot": snapshot, "quota": [quota.head, quota.body]}
            nonce = self._send(request, b"".join(body for _, _, body in batch), meter)
            for number, (probe, _, _) in enumerate(batch):
                reply, data, size = self._reply(frames.numbered(nonce, number), meter, quota.head, quota.body)
                quota.spend(size, len(data))
                try:
                    answer = replies.parse_answer(reply, data, self.cells, len(probe.args or ()))
                except WireError:
                    raise ChildEnded(Stop.PROTOCOL) from None
                if isinstance(answer, Stopped):
                    raise ChildEnded(answer.why)
                answers.append(answer)

    def request(self, request: dict[str, Any], body: bytes, meter: StepMeter) -> frames.Frame:
        """Send a message of the tests to one of the two processes, and return what comes back."""
        nonce = self._send(request, body, meter)
        return self._reply(nonce, meter, MAX_ENDED, frames.MAX_BODY)

    def _request(
        self, request: dict[str, Any], body: bytes, meter: StepMeter, max_head: int = frames.MIN_HEAD
    ) -> frames.Frame:
        return self._reply(self._send(request, body, meter), meter, max_head)

    def _send(self, request: dict[str, Any], body: bytes, meter: StepMeter) -> bytes:
        """Send a request; return its nonce."""
        nonce = secrets.token_bytes(8)
        try:
            frame = frames.pack({**request, "nonce": nonce}, body)
        except WireError:
            raise ChildEnded(Stop.MEMORY) from None  # the cell takes several megabytes
        with self._translate_errors(), memoryview(frame) as unsent:
            sent = 0
            while sent < len(unsent):
                self.child.stream.settimeout(meter.watch())
                with suppress(TimeoutError):
                    sent += self.child.stream.send(unsent[sent:])
        return nonce

    def _reply(
        self, nonce: bytes, meter: StepMeter, max_head: int = frames.MIN_HEAD, max_body: int = 0
    ) -> frames.Frame:
        """Return the next reply with a nonce, and pass over some others."""
        with self._translate_errors():
            for _ in range(MAX_STRAY_FRAMES):
                reply = self._replies.receive(max_head, max_body, meter.watch)
                if type(reply.message) is not dict:
                    raise ChildEnded(Stop.PROTOCOL)
                if reply.message.get("nonce") == nonce:
                    return reply
            raise ChildEnded(Stop.PROTOCOL)

    @contextmanager
    def _translate_errors(self) -> Iterator[None]:
        """Turn errors of the connection into ChildEnded."""
        try:
            yield
        except WireError:
            raise ChildEnded(Stop.PROTOCOL) from None
        except (frames.Closed, OSError):
            raise ChildEnded(self._exit_cause()) from None

    def _exit_cause(self) -> Stop:
        """Return why the child has ended."""
        status = self.child.end()
        if status is None or status == LOCKDOWN_FAILED:
            return Stop.SANDBOX
        return Stop.TIME if status == -signal.SIGXCPU else Stop.DIED
