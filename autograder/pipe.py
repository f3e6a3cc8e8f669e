"""Values between processes of our own, one after the other; never a student's bytes but as bytes."""

from __future__ import annotations

import pickle
import socket
import struct
from typing import Any

_HEADER = struct.Struct(">Q")


def send(line: socket.socket, value: object) -> None:
    """Send a value; raises OSError if the other side is gone."""
    data = pickle.dumps(value)
    line.sendall(_HEADER.pack(len(data)) + data)


def receive(line: socket.socket) -> Any:
    """Return the next value.

    Raises
    ------
    EOFError
        The other side is gone.
    TimeoutError
        Nothing came for as long as the line waits.
    """
    (size,) = _HEADER.unpack(_exactly(line, _HEADER.size))
    return pickle.loads(_exactly(line, size))


def _exactly(line: socket.socket, size: int) -> bytearray:
    data = bytearray(size)
    rest = memoryview(data)
    while rest:
        try:
            received = line.recv_into(rest)
        except ConnectionError:
            raise EOFError from None
        if not received:
            raise EOFError
        rest = rest[received:]
    return data
