"""Values as plain lists: a closed set of tags, and nothing that could be code.

A value is None, a bool, an int of 64 bits, a float, a str or bytes as it is, or a list whose first element is a tag:

=====================================  ================================================
``["A", dtype, shape, bytes]``          an array of numbers, C order
``["G", dtype, bytes]``                 a NumPy scalar
``["O", shape, [value, ...]]``          an array of objects or texts
``["I", hex]``                          a larger int
``["C", real, imaginary]``              a complex number
``["L" | "T" | "S", [value, ...]]``     list, tuple, set
``["D", [[key, value], ...]]``          dict
``["R", start, stop, step]``            range
``["X", rows]``                         a SymPy value, see `nodes`
``["U", type name]``                    anything else: only the name of its type crosses
=====================================  ================================================
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from . import nodes
from .errors import WireError

NUMBERS = frozenset(order + np.dtype(char).str[1:] for char in "?bhilqBHILQefdFD" for order in "<>|")
MAX_DEPTH = 32
MAX_VALUES = 200_000
MAX_TEXT = 1 << 20
MAX_BYTES = 32 << 20
MAX_HEX = 100_000
TAGS = frozenset("AGOICLTSDRXU")


def encode(value: Any) -> Any:
    """Encode any value; what has no tag becomes `["U", type name]`."""
    return _Encoder().encode(value, 0)


class _Encoder:
    def __init__(self) -> None:
        self.left = MAX_VALUES

    def encode(self, value: Any, depth: int) -> Any:
        kind = type(value)
        self.left -= 1
        if self.left < 0 or depth > MAX_DEPTH:
            return ["U", "a value that is too large"]
        if value is None or kind is bool or kind is float:
            return value
        if kind is str or kind is bytes:
            return value if len(value) <= MAX_TEXT else ["U", f"a very long {kind.__name__}"]
        if kind is int:
            if -(2**63) <= value < 2**64:
                return value
            return ["I", hex(value)] if value.bit_length() < 4 * MAX_HEX else ["U", "a very large int"]
        if kind is complex:
            return ["C", value.real, value.imag]
        if kind is list or kind is tuple:
            return ["L" if kind is list else "T", [self.encode(each, depth + 1) for each in value]]
        if kind is dict:
            pairs = list(value.items())
            return ["D", [[self.encode(k, depth + 1), self.encode(v, depth + 1)] for k, v in pairs]]
        if kind is set or kind is frozenset:
            return ["S", [self.encode(each, depth + 1) for each in value]]
        if kind is range:
            return ["R", *(self.encode(each, depth + 1) for each in (value.start, value.stop, value.step))]
        if issubclass(kind, np.ndarray):
            return self._array(value, depth)
        if issubclass(kind, np.generic):
            return self._scalar(value, depth)
        if nodes.is_symbolic(value):
            try:
                return ["X", nodes.to_rows(value)]
            except nodes.Unlisted as unlisted:
                return ["U", str(unlisted)[:100]]
        return ["U", kind.__name__[:100]]

    def _array(self, value: Any, depth: int) -> Any:
        plain = np.ndarray.view(value, np.ndarray)  # a subclass may have methods of its own
        if isinstance(value, np.ma.MaskedArray) and np.ma.getmaskarray(value).any():
            return ["U", "a masked array"]
        if plain.dtype.str in NUMBERS:
            if plain.nbytes > MAX_BYTES:
                return ["U", "a very large array"]
            return ["A", plain.dtype.str, list(plain.shape), plain.tobytes()]
        if plain.dtype.kind in "OU" and plain.size <= self.left:
            return ["O", list(plain.shape), [self.encode(each, depth + 1) for each in plain.ravel().tolist()]]
        return ["U", f"an array of {plain.dtype.kind}"]

    def _scalar(self, value: Any, depth: int) -> Any:
        if value.dtype.str in NUMBERS:
            return ["G", value.dtype.str, value.tobytes()]
        return self.encode(value.item(), depth + 1) if isinstance(value, np.str_ | np.bytes_) else ["U", "numpy scalar"]


def decode(
    message: Any,
    expression: Callable[[nodes.Rows], Any],
    opaque: Callable[[str], Any],
) -> Any:
    """Return the value of a message; arrays are read-only.

    Raises
    ------
    WireError
        The message does not follow the format.
    """
    return _Decoder(expression, opaque).decode(message, 0)


class _Decoder:
    def __init__(self, expression: Callable[[nodes.Rows], Any], opaque: Callable[[str], Any]) -> None:
        self.expression, self.opaque, self.left, self.bytes = expression, opaque, MAX_VALUES + 1000, MAX_BYTES * 2

    def decode(self, message: Any, depth: int) -> Any:
        kind = type(message)
        self.left -= 1
        if self.left < 0 or depth > MAX_DEPTH + 2:
            raise WireError("too many values, or nested too deep")
        if message is None or kind in (bool, int, float):
            return message
        if kind is str or kind is bytes:
            self._spend(len(message))
            return message
        if kind is not list or not message or type(message[0]) is not str:
            raise WireError("no value")
        tag, *rest = message
        method = (
            getattr(self, f"_{tag}", None)
            if tag in ("A", "G", "O", "I", "C", "L", "T", "S", "D", "R", "X", "U")
            else None
        )
        if method is None:
            raise WireError("an unknown tag")
        try:
            return method(depth + 1, *rest)
        except (TypeError, ValueError, OverflowError) as error:
            if isinstance(error, WireError):
                raise
            raise WireError(f"a {tag} of another form") from None

    def _spend(self, size: int) -> None:
        self.bytes -= size
        if self.bytes < 0:
            raise WireError("too many bytes")

    def _A(self, depth: int, dtype: str, shape: list[int], data: bytes) -> Any:
        if type(dtype) is not str or dtype not in NUMBERS or type(data) is not bytes:
            raise WireError("no array")
        shape = _shape(shape)
        kind = np.dtype(dtype)
        if math.prod(shape) * kind.itemsize != len(data):
            raise WireError("an array of another length")
        self._spend(len(data))
        return np.frombuffer(data, kind).reshape(shape)

    def _G(self, depth: int, dtype: str, data: bytes) -> Any:
        return self._A(depth, dtype, [], data)[()]

    def _O(self, depth: int, shape: list[int], values: list[Any]) -> Any:
        shape = _shape(shape)
        if type(values) is not list or math.prod(shape) != len(values):
            raise WireError("an array of another length")
        result = np.empty(len(values), dtype=object)
        for index, value in enumerate(values):
            result[index] = self.decode(value, depth)
        return result.reshape(shape)

    def _I(self, depth: int, text: str) -> int:
        if type(text) is not str or len(text) > MAX_HEX + 3:
            raise WireError("no int")
        self._spend(len(text))
        return int(text, 16)

    def _C(self, depth: int, real: float, imaginary: float) -> complex:
        if type(real) is not float or type(imaginary) is not float:
            raise WireError("no complex number")
        return complex(real, imaginary)

    def _L(self, depth: int, values: list[Any]) -> list[Any]:
        if type(values) is not list:
            raise WireError("no list")
        return [self.decode(value, depth) for value in values]

    def _T(self, depth: int, values: list[Any]) -> tuple[Any, ...]:
        return tuple(self._L(depth, values))

    def _S(self, depth: int, values: list[Any]) -> frozenset[Any]:
        return frozenset(self._L(depth, values))

    def _D(self, depth: int, pairs: list[Any]) -> dict[Any, Any]:
        if type(pairs) is not list or any(type(pair) is not list or len(pair) != 2 for pair in pairs):
            raise WireError("no dict")
        return {self.decode(key, depth): self.decode(value, depth) for key, value in pairs}

    def _R(self, depth: int, *bounds: Any) -> range:
        start, stop, step = (self.decode(each, depth) for each in bounds)
        return range(start, stop, step)

    def _X(self, depth: int, rows: Any) -> Any:
        return self.expression(nodes.check_rows(rows))

    def _U(self, depth: int, name: str) -> Any:
        if type(name) is not str:
            raise WireError("no name")
        return self.opaque(name[:100])


def _shape(shape: Any) -> list[int]:
    if (
        type(shape) is not list
        or len(shape) > 32
        or any(type(side) is not int or not 0 <= side < 2**31 for side in shape)
    ):
        raise WireError("no shape")
    return shape
