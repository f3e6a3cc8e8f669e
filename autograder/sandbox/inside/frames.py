"""Frames on the socket between the grader and a child.

A frame is two lengths, a msgpack head, and a body of raw bytes, to which the head refers by offset. Head and body have
separate size limits: one byte of head can become a Python object of 64 bytes, while a byte of body stays one byte.
"""

from __future__ import annotations

import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import msgpack

from .errors import WireError

MAX_HEAD = 3 << 20
MAX_BODY = 8 << 20
MIN_HEAD = 4096
MAX_REPLY_OVERHEAD = 2 << 20
"""Bytes of a reply to a cell, not counting its outputs, whose limit is a setting."""
_LENGTHS = struct.Struct(">II")
MAX_CONTROL = 1 << 18
"""Bytes of a message between the grader and the zygote; these are not frames."""
_MAX_READ, _MIN_READ = 1 << 20, 1 << 15
"""Bytes to ask for in one call of `recv`."""


class Closed(Exception):
    """The other side has closed the connection."""


class Frame(NamedTuple):
    """A message, the body it refers to, and the size of its head in bytes."""

    message: Any
    body: bytes
    head_size: int


def pack(head: Any, body: bytes = b"", max_head: int = MAX_HEAD) -> bytes:
    """Return the bytes of a frame.

    Raises
    ------
    WireError
        The frame is too large, or msgpack cannot encode the head.
    """
    try:
        packed: bytes = msgpack.packb(head)
    except (ValueError, TypeError, OverflowError) as error:
        raise WireError(f"malformed message ({type(error).__name__})") from None
    if len(packed) > max_head or len(body) > MAX_BODY:
        raise WireError("the message is too large")
    return _LENGTHS.pack(len(packed), len(body)) + packed + body


@dataclass
class ReplyQuota:
    """Bytes that are left for the replies to a request: for their heads and for their bodies."""

    head: int
    body: int

    def spend(self, head: int, body: int) -> None:
        """Subtract the size of a reply. `MIN_HEAD` bytes always remain, to report that a value is too large."""
        self.head, self.body = max(self.head - head, MIN_HEAD), self.body - body


def parse(head: bytes) -> Any:
    """Return the message in a head, made of None, bool, int, float, str, bytes, list, and dict with string keys."""
    try:
        return msgpack.unpackb(head, raw=False, strict_map_key=True, ext_hook=_refuse, max_ext_len=0)
    except Exception as error:  # msgpack raises many types for malformed input
        raise WireError(f"malformed message ({type(error).__name__})") from None


def _refuse(code: int, data: bytes) -> None:
    raise WireError("msgpack extension types are not allowed")


def numbered(nonce: bytes, number: int) -> bytes:
    """Return the nonce of one of several replies to a request."""
    return nonce + number.to_bytes(4, "big")


def head_size(frame: bytes) -> int:
    """Return the size of a packed frame's head in bytes."""
    size: int = _LENGTHS.unpack_from(frame)[0]
    return size


class Reader:
    """Reads frames from a socket; buffers bytes that belong to the next frame."""

    def __init__(self, stream: socket.socket) -> None:
        self.stream = stream
        self._data = bytearray()

    def receive(
        self,
        max_head: int = MAX_HEAD,
        max_body: int = MAX_BODY,
        watch: Callable[[], float] | None = None,
    ) -> Frame:
        """Receive one frame.

        Parameters
        ----------
        max_head, max_body : int
            Size limits in bytes. A frame that announces more is refused before it is read.
        watch : callable, optional
            Called before each wait; returns its longest duration in seconds. May raise to stop waiting.

        Raises
        ------
        WireError
            The frame is too large, or its head is malformed.
        Closed
            The other side has closed the connection.
        """
        receiver = _WatchedReceiver(self.stream, watch)
        head, body = _LENGTHS.unpack(self._exactly(_LENGTHS.size, receiver))
        if head > max_head or body > max_body:
            raise WireError(f"a frame of {head} + {body} bytes is too large")
        return Frame(parse(self._exactly(head, receiver)), self._exactly(body, receiver), head)

    def _exactly(self, size: int, receiver: _WatchedReceiver) -> bytes:
        """Return `size` bytes. Memory grows with the bytes received, not with the size announced."""
        while len(self._data) < size:
            part = receiver.receive(min(_MAX_READ, max(_MIN_READ, size - len(self._data))))
            if not part:
                raise Closed
            self._data += part
        with memoryview(self._data) as view:
            taken = bytes(view[:size])
        del self._data[:size]
        return taken


class _WatchedReceiver:
    """Receives bytes, and calls a function while it waits."""

    def __init__(self, stream: socket.socket, watch: Callable[[], float] | None) -> None:
        self.stream, self.watch = stream, watch

    def receive(self, size: int) -> bytes:
        """Return between 1 and `size` bytes, or none at the end of the stream."""
        if self.watch is None:
            return self.stream.recv(size)
        while True:
            self.stream.settimeout(self.watch())
            try:
                return self.stream.recv(size)
            except TimeoutError:
                continue
