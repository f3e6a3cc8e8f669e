"""Frames on the socket between the grader and a child: a head of structure and a body of bulk bytes.

A frame is two lengths, a msgpack head, and a body to which the head refers by offset. They are capped apart: one byte
of head can become a Python object of 64, so heads stay small; a byte of body stays a byte.
"""

from __future__ import annotations

import socket
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import msgpack

from .errors import WireError

MAX_HEAD = 3 << 20
MAX_BODY = 8 << 20
MIN_HEAD = 4096
MAX_REPLY_OVERHEAD = 2 << 20
"""Bytes of a reply beside the outputs of a cell, whose limit is a setting."""
WATCH_SECONDS = 0.2
"""Seconds between two calls of `watch` while a frame is awaited."""
_LENGTHS = struct.Struct(">II")
MAX_CONTROL = 1 << 18
"""Bytes of a message between the grader and the zygote, which is no frame."""
_PART, _AHEAD = 1 << 20, 1 << 15
"""Bytes that are received at once: at most, and if there are so many."""


class Closed(Exception):
    """The other side is gone."""


class Frame(NamedTuple):
    """A message, the bytes it refers to, and how many bytes the message itself took."""

    message: Any
    body: bytes
    head_size: int


def pack(head: Any, body: bytes = b"", max_head: int = MAX_HEAD) -> bytes:
    """Return a frame. Raises WireError if it would be too large, or if the head holds what msgpack does not know."""
    try:
        packed: bytes = msgpack.packb(head)
    except (ValueError, TypeError, OverflowError) as error:
        raise WireError(f"no message ({type(error).__name__})") from None
    if len(packed) > max_head or len(body) > MAX_BODY:
        raise WireError("a message that is too large")
    return _LENGTHS.pack(len(packed), len(body)) + packed + body


@dataclass
class ReplyQuota:
    """Bytes that are left for all replies to a request: for their heads, and for their bodies."""

    head: int
    body: int

    def spend(self, head: int, body: int) -> None:
        """Give room to a reply; there always is enough of it to say that something is too large."""
        self.head, self.body = max(self.head - head, MIN_HEAD), self.body - body


def parse(head: bytes) -> Any:
    """Return the message in a head: None, bool, int, float, str, bytes, list, and dict with string keys."""
    try:
        return msgpack.unpackb(head, raw=False, strict_map_key=True, ext_hook=_refuse, max_ext_len=0)
    except Exception as error:  # msgpack raises many kinds; all of them mean the same
        raise WireError(f"no message ({type(error).__name__})") from None


def _refuse(code: int, data: bytes) -> None:
    raise WireError("an extension type")


def numbered(nonce: bytes, number: int) -> bytes:
    """Return the nonce of one of several replies to a request."""
    return nonce + number.to_bytes(4, "big")


def head_size(frame: bytes) -> int:
    """Return how many bytes the message itself takes in a frame."""
    size: int = _LENGTHS.unpack_from(frame)[0]
    return size


class Reader:
    """What comes on a socket, frame by frame; what has come beyond one frame is kept for the next."""

    def __init__(self, stream: socket.socket) -> None:
        self.stream = stream
        self._data = bytearray()

    def receive(
        self,
        max_head: int = MAX_HEAD,
        max_body: int = MAX_BODY,
        deadline: float | None = None,
        watch: Callable[[], None] | None = None,
    ) -> Frame:
        """Receive one frame.

        Parameters
        ----------
        max_head, max_body : int
            Bytes. A frame that announces more is refused before it is read.
        deadline : float, optional
            Of `time.monotonic`, for the whole frame.
        watch : callable, optional
            Called now and then while waiting; it may raise to end the wait.

        Raises
        ------
        WireError
            The frame is too large, or its head is no message.
        Closed
            The other side is gone.
        TimeoutError
            The deadline has passed.
        """
        wait = _Wait(self.stream, deadline, watch)
        head, body = _LENGTHS.unpack(self._exactly(_LENGTHS.size, wait))
        if head > max_head or body > max_body:
            raise WireError(f"a frame of {head} + {body} bytes")
        return Frame(parse(self._exactly(head, wait)), self._exactly(body, wait), head)

    def _exactly(self, size: int, wait: _Wait) -> bytes:
        """Return that many bytes; memory grows with what has come, not with what was announced."""
        while len(self._data) < size:
            part = wait.some(min(_PART, max(_AHEAD, size - len(self._data))))
            if not part:
                raise Closed
            self._data += part
        with memoryview(self._data) as view:
            taken = bytes(view[:size])
        del self._data[:size]
        return taken


class _Wait:
    """Wait for bytes, until a deadline."""

    def __init__(self, stream: socket.socket, deadline: float | None, watch: Callable[[], None] | None) -> None:
        self.stream, self.deadline, self.watch = stream, deadline, watch
        self.next_watch = time.monotonic() + WATCH_SECONDS

    def some(self, size: int) -> bytes:
        if self.deadline is None:
            return self.stream.recv(size)
        while True:
            now = time.monotonic()
            if now >= self.deadline:
                raise TimeoutError
            if self.watch is not None and now >= self.next_watch:
                self.watch()
                self.next_watch = time.monotonic() + WATCH_SECONDS
            self.stream.settimeout(max(0.001, min(self.deadline, self.next_watch) - now))
            try:
                return self.stream.recv(size)
            except TimeoutError:
                continue
