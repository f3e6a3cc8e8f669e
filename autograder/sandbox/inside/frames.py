"""Frames: a length and a msgpack body, over a stream socket."""

from __future__ import annotations

import socket
import struct
import time
from typing import Any

import msgpack

from .errors import WireError

MAX_FRAME = 64 << 20
_HEADER = struct.Struct(">I")


class Closed(Exception):
    """The other side is gone."""


def send(stream: socket.socket, message: Any) -> None:
    """Send one message."""
    body = msgpack.packb(message, use_bin_type=True)
    stream.sendall(_HEADER.pack(len(body)) + body)


def receive(stream: socket.socket, limit: int = MAX_FRAME, deadline: float | None = None) -> Any:
    """Receive one message.

    Raises
    ------
    WireError
        The frame is too large or no msgpack.
    Closed
        The other side is gone.
    TimeoutError
        The deadline (of `time.monotonic`) has passed.
    """
    (size,) = _HEADER.unpack(_exactly(stream, _HEADER.size, deadline))
    if size > limit:
        raise WireError(f"a frame of {size} bytes")
    return parse(_exactly(stream, size, deadline))


def parse(body: bytes) -> Any:
    """Return the message in a body: None, bool, int, float, str, bytes, list and dict with string keys only."""
    try:
        return msgpack.unpackb(body, raw=False, strict_map_key=True, max_ext_len=0, use_list=True)
    except Exception as error:  # msgpack raises many kinds; all mean the same
        raise WireError(f"no message ({type(error).__name__})") from None


def _exactly(stream: socket.socket, size: int, deadline: float | None) -> bytes:
    parts = bytearray()
    while len(parts) < size:
        if deadline is not None:
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError
            stream.settimeout(left)
        part = stream.recv(min(1 << 20, size - len(parts)))
        if not part:
            raise Closed
        parts += part
    return bytes(parts)
