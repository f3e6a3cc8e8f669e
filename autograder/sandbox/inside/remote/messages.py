"""Messages between the two processes: lists, which the grader passes on without reading them."""

from __future__ import annotations

from typing import Any

import msgpack

from ..errors import WireError
from ..frames import MAX_BODY

MAX_TEXT = 100_000
"""Characters of printed text that one reply may carry."""
MAX_NESTED = 40
"""Calls back and forth that may be open at a time."""


def pack(message: list[Any]) -> bytes:
    """Return the bytes of a message; raises WireError if it is too large."""
    try:
        packed: bytes = msgpack.packb(message)
    except (ValueError, TypeError, OverflowError, RecursionError):
        raise WireError("a value cannot travel") from None
    if len(packed) > MAX_BODY:
        raise WireError("a value is too large to travel")
    return packed


def unpack(data: bytes) -> list[Any]:
    """Return a message, a list whose first item is a text; raises WireError if it is malformed."""
    try:
        message = msgpack.unpackb(data, raw=False, strict_map_key=True, ext_hook=_refuse, max_ext_len=0)
    except Exception:  # msgpack raises many types for malformed input
        raise WireError("malformed message") from None
    if type(message) is not list or not message or type(message[0]) is not str or len(message) > 8:
        raise WireError("malformed message")
    return message


def _refuse(code: int, data: bytes) -> None:
    raise WireError("msgpack extension types are not allowed")
