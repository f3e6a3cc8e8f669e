"""Decode nodes of the wire format into values. The input is hostile: it is checked and counted, never evaluated."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

import numpy as np

from . import sympy_rows
from .errors import WireError
from .frames import MAX_BODY
from .wire_format import (
    MAX_DEPTH,
    MAX_DIMENSIONS,
    MAX_ELEMENTS,
    MAX_HEX,
    MAX_KEYS,
    MAX_TYPE_NAME,
    MAX_VALUES,
    NUMBERS,
    volume,
)

_HEX = re.compile(rf"-?0x[0-9a-f]{{1,{MAX_HEX}}}")


def decode(
    node: Any,
    body: bytes,
    expression: Callable[[sympy_rows.Rows], Any],
    opaque: Callable[[str], Any],
    writable: bool = False,
) -> Any:
    """Return the value of a node.

    Parameters
    ----------
    node : object
        From a frame's head; may be anything.
    body : bytes
        The frame's body. Each byte is used at most once.
    expression, opaque : callable
        Make the values of the tags ``e``, from checked rows, and ``?``, from a type name.
    writable : bool
        Copy the arrays; otherwise they are read-only views of the body.

    Raises
    ------
    WireError
        The node does not follow the format.
    """
    try:
        return _Decoder(body, expression, opaque, writable).decode(node, 0)
    except (TypeError, ValueError, OverflowError, MemoryError) as error:
        raise WireError(f"malformed node ({type(error).__name__})") from None


class _Decoder:
    def __init__(
        self, body: bytes, expression: Callable[[sympy_rows.Rows], Any], opaque: Callable[[str], Any], writable: bool
    ) -> None:
        self.body, self.expression, self.opaque, self.writable = body, expression, opaque, writable
        self.values, self.unused, self.text_left = MAX_VALUES + 1, len(body), MAX_BODY // 4

    def decode(self, node: Any, depth: int) -> Any:
        kind = type(node)
        self.values -= 1
        _require(self.values >= 0 and depth <= MAX_DEPTH + 1)
        if node is None or kind in (bool, int, float, str):
            return node
        _require(kind is list and len(node) > 0 and type(node[0]) is str)
        read = _READERS.get(node[0])
        _require(read is not None)
        assert read is not None
        return read(self, node[1:], depth + 1)

    def _all(self, items: list[Any], depth: int) -> list[Any]:
        return [self.decode(item, depth) for item in items]

    def _keys(self, items: list[Any], depth: int) -> frozenset[Any]:
        _require(len(items) <= MAX_KEYS)
        return frozenset(self._all(items, depth))

    def _dict(self, pairs: list[Any], depth: int) -> dict[Any, Any]:
        _require(len(pairs) <= MAX_KEYS and all(type(pair) is list and len(pair) == 2 for pair in pairs))
        return {self.decode(key, depth): self.decode(value, depth) for key, value in pairs}

    def _int(self, rest: list[Any], depth: int) -> int:
        (text,) = rest
        _require(type(text) is str and _HEX.fullmatch(text) is not None)
        return int(text, 16)

    def _complex(self, rest: list[Any], depth: int) -> complex:
        real, imaginary = rest
        _require(type(real) is float and type(imaginary) is float)
        return complex(real, imaginary)

    def _bytes(self, rest: list[Any], depth: int) -> bytes:
        (data,) = rest
        _require(type(data) is bytes)
        return bytes(data)

    def _range(self, rest: list[Any], depth: int) -> range:
        _require(len(rest) == 3 and all(type(bound) is int for bound in rest))
        return range(*rest)

    def _numbers(self, rest: list[Any], depth: int) -> np.ndarray[Any, Any]:
        dtype, shape, offset = rest
        number, size = _number(dtype), _size(shape)
        length = size * number.itemsize
        _require(type(offset) is int and 0 <= offset <= len(self.body) - length and length <= self.unused)
        self.unused -= length  # or a small frame could describe terabytes
        array = np.frombuffer(self.body, number, size, offset) if size else _empty(number)
        array = array.reshape(shape)
        return array.copy() if self.writable else array

    def _scalar(self, rest: list[Any], depth: int) -> Any:
        dtype, data = rest
        number = _number(dtype)
        _require(type(data) is bytes and len(data) == number.itemsize)
        return np.frombuffer(data, number)[0]

    def _texts(self, rest: list[Any], depth: int) -> np.ndarray[Any, Any]:
        shape, *texts = rest
        _require(_size(shape) == len(texts) and all(type(text) is str for text in texts))
        longest = max(map(len, texts), default=1)
        self.text_left -= longest * len(texts)  # every element takes the space of the longest
        _require(self.text_left >= 0)
        return np.array(texts, dtype=f"U{max(longest, 1)}").reshape(shape)

    def _objects(self, rest: list[Any], depth: int) -> np.ndarray[Any, Any]:
        shape, *items = rest
        _require(_size(shape) == len(items))
        array = np.empty(len(items), dtype=object)
        for index, item in enumerate(items):
            array[index] = self.decode(item, depth)
        return array.reshape(shape)

    def _symbolic(self, rows: list[Any], depth: int) -> Any:
        return self.expression(sympy_rows.check_rows(rows))

    def _opaque(self, rest: list[Any], depth: int) -> Any:
        (name,) = rest
        _require(type(name) is str and len(name) <= MAX_TYPE_NAME)
        return self.opaque(name)


_READERS: dict[str, Callable[[_Decoder, list[Any], int], Any]] = {
    "l": _Decoder._all,
    "t": lambda decoder, items, depth: tuple(decoder._all(items, depth)),
    "s": _Decoder._keys,
    "d": _Decoder._dict,
    "i": _Decoder._int,
    "c": _Decoder._complex,
    "b": _Decoder._bytes,
    "r": _Decoder._range,
    "a": _Decoder._numbers,
    "g": _Decoder._scalar,
    "u": _Decoder._texts,
    "o": _Decoder._objects,
    "e": _Decoder._symbolic,
    "?": _Decoder._opaque,
}


def _require(holds: bool) -> None:
    if not holds:
        raise WireError("malformed node")


def _number(dtype: Any) -> np.dtype[Any]:
    _require(type(dtype) is str and dtype in NUMBERS)
    number: np.dtype[Any] = np.dtype(dtype)
    return number


def _size(shape: Any) -> int:
    _require(type(shape) is list and len(shape) <= MAX_DIMENSIONS)
    _require(all(type(side) is int and side >= 0 for side in shape) and volume(shape) <= MAX_ELEMENTS)
    return math.prod(shape)


def _empty(number: np.dtype[Any]) -> np.ndarray[Any, Any]:
    array = np.empty(0, number)
    array.flags.writeable = False
    return array
