"""One child's requests and replies, in step, within limits of time, processor, disk and size."""

from __future__ import annotations

import secrets
import signal
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from autograder.model import Answer, Limits, Probe, Stop, Stopped
from autograder.model.errors import CourseError
from autograder.sandbox import replies
from autograder.sandbox.forkserver import Child
from autograder.sandbox.inside import frames
from autograder.sandbox.inside.encoding import encode
from autograder.sandbox.inside.errors import LOCKDOWN_FAILED, WireError
from autograder.sandbox.steps import Budget, Cell, CellResult

MAX_HEADS, MAX_BODIES = 2 << 20, frames.MAX_BODY
"""Bytes of all answers to one question: of everything but arrays, and of arrays."""
MAX_BATCH = 1 << 18
"""Bytes of arguments that are sent ahead of their answers."""
MAX_STRAY_FRAMES = 100
BEGIN_SECONDS = 10.0


class ChildEnded(Exception):
    """A step ended its child."""

    def __init__(self, why: Stop) -> None:
        super().__init__(why)
        self.why = why


class WorkerClient:
    """Talk to a child that is shared with a student's code: it is believed nothing that was not asked.

    Every request carries a nonce of its own that its replies have to repeat. So a reply that was sent ahead of its
    request, or twice, counts for nothing.
    """

    def __init__(self, child: Child, budget: Budget) -> None:
        self.child, self.budget = child, budget
        self._replies = frames.Reader(child.stream)
        self.cells: dict[str, Cell] = {}
        """By the name that the child knows them by."""

    def begin(self, seed: int) -> None:
        """Wait until the child has locked itself down; what goes wrong until then is our own fault."""
        try:
            self._request(
                {"seed": seed % 2**64}, b"", _StepLimits(self.child, Limits(seconds=BEGIN_SECONDS), self.budget)
            )
        except ChildEnded as ended:
            raise ended if ended.why is Stop.BUDGET else ChildEnded(Stop.SANDBOX) from None

    def run(self, cell: Cell, count: int, limits: Limits, show: bool, snapshots: Sequence[int] = ()) -> CellResult:
        """Run a cell; raises ChildEnded if that ended the child.

        Before it runs, the child notes down what names mean, for the snapshots to `remember`.
        """
        name = str(len(self.cells))
        self.cells[name] = cell
        size = limits.output_kb << 10 if show else 0
        room = min(size, self.budget.output)
        max_head = (
            room + min(frames.MAX_REPLY_OVERHEAD, max(self.budget.output - room, frames.MIN_HEAD))
            if show
            else frames.MIN_HEAD
        )
        source = cell.source.encode("utf-8", "replace").decode()  # a notebook can hold what is no Unicode
        request = {"cell": source, "id": name, "count": count, "show": show, "output": size, "snapshots": snapshots}
        meter = _StepLimits(self.child, limits, self.budget)
        reply = self._request({**request, "room": room, "max_head": max_head}, b"", meter, max_head)
        self.budget.shown(reply.head_size if show else 0)
        try:
            result = replies.cell_result(reply.message, self.cells, count)
        except WireError:
            raise ChildEnded(Stop.PROTOCOL) from None
        return result if show else replace(result, outputs=())

    def take_snapshots(self, snapshots: Sequence[int]) -> None:
        """Have the child note down what names mean now, for snapshots; raises ChildEnded if that ended the child."""
        self._request({"snapshots": snapshots}, b"", _StepLimits(self.child, Limits(), self.budget))

    def probe(
        self, probes: tuple[Probe, ...], limits: Limits, answers: list[Answer], snapshot: int | None = None
    ) -> None:
        """Send probes and collect the answers one by one; raises ChildEnded where one ended the child.

        Names mean what they meant at a snapshot that the child remembers, or what they mean now.
        """
        meter = _StepLimits(self.child, limits, self.budget)
        quota = frames.ReplyQuota(MAX_HEADS, MAX_BODIES)
        for batch in _batches(probes):
            asked = [[probe.name, node, len(body)] for probe, node, body in batch]
            request = {"probes": asked, "snapshot": snapshot, "quota": [quota.head, quota.body]}
            nonce = self._send(request, b"".join(body for _, _, body in batch), meter)
            for number, (probe, _, _) in enumerate(batch):
                reply, data, size = self._reply(frames.numbered(nonce, number), meter, quota.head, quota.body)
                quota.spend(size, len(data))
                try:
                    answer = replies.answer(reply, data, self.cells, len(probe.args or ()))
                except WireError:
                    raise ChildEnded(Stop.PROTOCOL) from None
                if isinstance(answer, Stopped):
                    raise ChildEnded(answer.why)
                answers.append(answer)

    def _request(
        self, request: dict[str, Any], body: bytes, meter: _StepLimits, max_head: int = frames.MIN_HEAD
    ) -> frames.Frame:
        return self._reply(self._send(request, body, meter), meter, max_head)

    def _send(self, request: dict[str, Any], body: bytes, meter: _StepLimits) -> bytes:
        """Send a request; return its nonce."""
        nonce = secrets.token_bytes(8)
        try:
            frame = frames.pack({**request, "nonce": nonce}, body)
        except WireError:
            raise ChildEnded(Stop.MEMORY) from None  # a cell of several megabytes
        with self._translate_errors(meter):
            self.child.stream.settimeout(meter.left())
            self.child.stream.sendall(frame)
        return nonce

    def _reply(
        self, nonce: bytes, meter: _StepLimits, max_head: int = frames.MIN_HEAD, max_body: int = 0
    ) -> frames.Frame:
        """Return the next reply with a nonce, and pass over some others."""
        with self._translate_errors(meter):
            for _ in range(MAX_STRAY_FRAMES):
                reply = self._replies.receive(max_head, max_body, meter.deadline, meter.watch)
                if type(reply.message) is not dict:
                    raise ChildEnded(Stop.PROTOCOL)
                if reply.message.get("nonce") == nonce:
                    return reply
            raise ChildEnded(Stop.PROTOCOL)

    @contextmanager
    def _translate_errors(self, meter: _StepLimits) -> Iterator[None]:
        """Say in our own words why a line is of no use any more."""
        try:
            yield
        except TimeoutError:
            raise ChildEnded(meter.why_late()) from None
        except WireError:
            raise ChildEnded(Stop.PROTOCOL) from None
        except (frames.Closed, OSError):
            raise ChildEnded(self._exit_cause()) from None

    def _exit_cause(self) -> Stop:
        """Return why the child is gone."""
        status = self.child.end()
        if status is None or status == LOCKDOWN_FAILED:
            return Stop.SANDBOX
        return Stop.TIME if status == -signal.SIGXCPU else Stop.DIED


class _StepLimits:
    """What one step uses: wall time until a deadline, processor time, disk."""

    def __init__(self, child: Child, limits: Limits, budget: Budget) -> None:
        now, left = time.monotonic(), budget.left()
        self.child, self.limits = child, limits
        self.budget_ends_first = left < limits.seconds
        self.deadline = now + min(left, limits.seconds)
        self.at_first: float | None = None

    def left(self) -> float:
        """Return the seconds until the deadline; raises TimeoutError if it has passed."""
        seconds = self.deadline - time.monotonic()
        if seconds <= 0:
            raise TimeoutError
        return seconds

    def why_late(self) -> Stop:
        return Stop.BUDGET if self.budget_ends_first else Stop.TIME

    def watch(self) -> None:
        """End the step if it has used too much; called now and then while it runs."""
        used = self.child.usage()
        if self.at_first is None:
            self.at_first = used.cpu_seconds
        if used.cpu_seconds - self.at_first > self.limits.cpu_seconds:
            raise ChildEnded(Stop.TIME)
        if used.disk_bytes > self.limits.disk_mb << 20:
            raise ChildEnded(Stop.OUTPUT)


def _batches(probes: Iterable[Probe]) -> Iterator[list[tuple[Probe, Any, bytes]]]:
    """Yield probes with their encoded arguments, as many at a time as are sent at once."""
    batch, size = list[tuple[Probe, Any, bytes]](), 0
    for probe in probes:
        node, body, more = _arguments(probe)
        if batch and size + more > MAX_BATCH:
            yield batch
            batch, size = [], 0
        batch.append((probe, node, body))
        size += more
    if batch:
        yield batch


def _arguments(probe: Probe) -> tuple[Any, bytes, int]:
    """Encode a probe's arguments; return their size, too.

    Raises
    ------
    CourseError
        An argument is none that can be sent.
    """
    if probe.args is None:
        return None, b"", 0
    node, body = encode(list(probe.args))
    why = "" if _is_plain(node) else "arguments are numbers, texts, arrays, and containers of them"
    try:
        size = len(frames.pack(node, body, MAX_HEADS))
    except WireError as error:
        why = str(error)
    if why:
        raise CourseError(f"a probe of `{probe.name}` has an argument that cannot be sent: {why}")
    return node, body, size


def _is_plain(node: Any) -> bool:
    """Whether nothing in a node is a SymPy value, or only the name of a type."""
    match node:
        case ["?" | "e", *_]:
            return False
        case ["d", *pairs]:
            return all(_is_plain(each) for pair in pairs for each in pair)
        case list():
            return all(_is_plain(each) for each in node)
    return True
