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


class Ended(Exception):
    """A step ended its child."""

    def __init__(self, why: Stop) -> None:
        super().__init__(why)
        self.why = why


class Conversation:
    """Talk to a child that is shared with a student's code: it is believed nothing that was not asked.

    Every request carries a mark of its own that its replies have to repeat. So a reply that was sent ahead of its
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
            self._request({"seed": seed % 2**64}, b"", _Meter(self.child, Limits(seconds=BEGIN_SECONDS), self.budget))
        except Ended as ended:
            raise ended if ended.why is Stop.BUDGET else Ended(Stop.SANDBOX) from None

    def run(self, cell: Cell, count: int, limits: Limits, show: bool, remember: Sequence[int] = ()) -> CellResult:
        """Run a cell; raises Ended if that ended the child.

        Before it runs, the child notes down what names mean, for the places to `remember`.
        """
        name = str(len(self.cells))
        self.cells[name] = cell
        size = limits.output_kb << 10 if show else 0
        room = min(size, self.budget.output)
        head_room = (
            room + min(frames.BESIDES, max(self.budget.output - room, frames.MIN_HEAD)) if show else frames.MIN_HEAD
        )
        source = cell.source.encode("utf-8", "replace").decode()  # a notebook can hold what is no Unicode
        request = {"cell": source, "id": name, "count": count, "show": show, "output": size, "remember": remember}
        meter = _Meter(self.child, limits, self.budget)
        reply = self._request({**request, "room": room, "head_room": head_room}, b"", meter, head_room)
        self.budget.shown(reply.head_size if show else 0)
        try:
            result = replies.cell_result(reply.message, self.cells, count)
        except WireError:
            raise Ended(Stop.PROTOCOL) from None
        return result if show else replace(result, outputs=())

    def remember(self, places: Sequence[int]) -> None:
        """Have the child note down what names mean now, for places; raises Ended if that ended the child."""
        self._request({"remember": places}, b"", _Meter(self.child, Limits(), self.budget))

    def probe(self, probes: tuple[Probe, ...], limits: Limits, answers: list[Answer], place: int | None = None) -> None:
        """Send probes and collect the answers one by one; raises Ended where one ended the child.

        Names mean what they meant at a place that the child remembers, or what they mean now.
        """
        meter = _Meter(self.child, limits, self.budget)
        room = frames.Room(MAX_HEADS, MAX_BODIES)
        for batch in _batches(probes):
            asked = [[probe.name, node, len(body)] for probe, node, body in batch]
            request = {"probes": asked, "place": place, "room": [room.head, room.body]}
            mark = self._send(request, b"".join(body for _, _, body in batch), meter)
            for number, (probe, _, _) in enumerate(batch):
                reply, data, size = self._reply(frames.numbered(mark, number), meter, room.head, room.body)
                room.take(size, len(data))
                try:
                    answer = replies.answer(reply, data, self.cells, len(probe.args or ()))
                except WireError:
                    raise Ended(Stop.PROTOCOL) from None
                if isinstance(answer, Stopped):
                    raise Ended(answer.why)
                answers.append(answer)

    def _request(
        self, request: dict[str, Any], body: bytes, meter: _Meter, head_room: int = frames.MIN_HEAD
    ) -> frames.Frame:
        return self._reply(self._send(request, body, meter), meter, head_room)

    def _send(self, request: dict[str, Any], body: bytes, meter: _Meter) -> bytes:
        """Send a request; return its mark."""
        mark = secrets.token_bytes(8)
        try:
            frame = frames.pack({**request, "mark": mark}, body)
        except WireError:
            raise Ended(Stop.MEMORY) from None  # a cell of several megabytes
        with self._explained(meter):
            self.child.stream.settimeout(meter.left())
            self.child.stream.sendall(frame)
        return mark

    def _reply(self, mark: bytes, meter: _Meter, head_room: int = frames.MIN_HEAD, body_room: int = 0) -> frames.Frame:
        """Return the next reply with a mark, and pass over some others."""
        with self._explained(meter):
            for _ in range(MAX_STRAY_FRAMES):
                reply = self._replies.receive(head_room, body_room, meter.deadline, meter.watch)
                if type(reply.message) is not dict:
                    raise Ended(Stop.PROTOCOL)
                if reply.message.get("mark") == mark:
                    return reply
            raise Ended(Stop.PROTOCOL)

    @contextmanager
    def _explained(self, meter: _Meter) -> Iterator[None]:
        """Say in our own words why a line is of no use any more."""
        try:
            yield
        except TimeoutError:
            raise Ended(meter.why_late()) from None
        except WireError:
            raise Ended(Stop.PROTOCOL) from None
        except (frames.Closed, OSError):
            raise Ended(self._cause()) from None

    def _cause(self) -> Stop:
        """Return why the child is gone."""
        status = self.child.end()
        if status is None or status == LOCKDOWN_FAILED:
            return Stop.SANDBOX
        return Stop.TIME if status == -signal.SIGXCPU else Stop.DIED


class _Meter:
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
            raise Ended(Stop.TIME)
        if used.disk_bytes > self.limits.disk_mb << 20:
            raise Ended(Stop.OUTPUT)


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
