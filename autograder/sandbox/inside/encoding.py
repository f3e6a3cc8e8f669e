"""Encode values as nodes of the wire format. Student code shares this process, so none of its methods are called."""

from __future__ import annotations

import fractions
from typing import Any

import numpy as np

from . import sympy_rows
from .frames import MAX_BODY
from .wire_format import (
    MAX_DEPTH,
    MAX_ELEMENTS,
    MAX_HEX,
    MAX_KEYS,
    MAX_TEXT,
    MAX_TYPE_NAME,
    MAX_VALUES,
    NUMBERS,
    volume,
)

course_modules: set[str] = set()
"""The modules of the libraries that the course adds. Their tensors, tables and columns are sent as arrays."""


def encode(value: Any, max_body: int = MAX_BODY) -> tuple[Any, bytes]:
    """Return the node of a value and the body that it refers to.

    Values without a tag, or too large, become ``["?", type name]``. Types are found with `type`, and data are read with
    the methods of the built-in types and `numpy.ndarray`, so that methods of subclasses are never called.

    Parameters
    ----------
    value : object
    max_body : int
        Maximum length of the body in bytes.
    """
    encoder = _Encoder(max_body)
    return encoder.encode(value, 0), bytes(encoder.body)


class _Encoder:
    def __init__(self, max_body: int) -> None:
        self.max_body, self.body = max_body, bytearray()
        self.values, self.text = MAX_VALUES, MAX_TEXT

    def encode(self, value: Any, depth: int) -> Any:
        kind = type(value)
        self.values -= 1
        if self.values < 0 or depth > MAX_DEPTH:
            return _opaque_node(kind)
        if value is None or kind is bool or kind is float:
            return value
        if issubclass(kind, np.generic):
            return self._scalar(value, kind)
        if issubclass(kind, int):
            return _integer(int.__int__(value), kind)
        if issubclass(kind, float):
            return float.__float__(value)
        if issubclass(kind, str):
            return self._string(value, kind)
        if issubclass(kind, bytes):
            return ["b", bytes(value)] if self._spend(len(value)) else _opaque_node(kind)
        if kind is complex:
            return ["c", value.real, value.imag]
        if issubclass(kind, np.ndarray):
            return self._array(value, kind, depth)
        return self._container(value, kind, depth)

    def _container(self, value: Any, kind: type, depth: int) -> Any:
        for tag, base in (("l", list), ("t", tuple), ("s", set), ("s", frozenset)):
            if issubclass(kind, base):
                return self._all(tag, list(base.__iter__(value)), kind, depth)
        if issubclass(kind, dict):
            pairs = list(dict.items(value))
            if len(pairs) > MAX_KEYS:
                return _opaque_node(kind)
            return ["d", *([self.encode(key, depth + 1), self.encode(each, depth + 1)] for key, each in pairs)]
        if kind is range:
            bounds = [_integer(each, kind) for each in (value.start, value.stop, value.step)]
            return ["r", *bounds] if all(type(each) is int for each in bounds) else _opaque_node(kind)
        array = _as_array(value, kind)
        return _symbolic(value, kind) if array is None else self.encode(array, depth)

    def _all(self, tag: str, values: list[Any], kind: type, depth: int) -> Any:
        if len(values) > (MAX_KEYS if tag == "s" else self.values):
            return _opaque_node(kind)
        return [tag, *(self.encode(each, depth + 1) for each in values)]

    def _array(self, value: Any, kind: type, depth: int) -> Any:
        plain = np.ndarray.view(value, np.ndarray)
        shape = list(plain.shape)
        number = _portable(plain.dtype)
        if issubclass(kind, np.ma.MaskedArray) or volume(shape) > MAX_ELEMENTS:
            return _opaque_node(kind)
        if number is not None:
            if plain.size * number.itemsize > self.max_body - len(self.body) - 16:
                return _opaque_node(kind)
            self.body += bytes(-len(self.body) % 16)
            node = ["a", number.str, shape, len(self.body)]
            with np.errstate(all="ignore"):
                self.body += plain.astype(number, copy=False).tobytes()
            return node
        if plain.dtype.kind not in "OU" or plain.size > self.values:
            return _opaque_node(kind)
        values = plain.ravel().tolist()
        if plain.dtype.kind == "O":
            return ["o", shape, *(self.encode(each, depth + 1) for each in values)]
        self.values -= len(values)
        texts = [self._string(each, str) for each in values]
        return ["u", shape, *texts] if all(type(each) is str for each in texts) else _opaque_node(kind)

    def _scalar(self, value: Any, kind: type) -> Any:
        if issubclass(kind, np.str_):
            return self._string(value, kind)
        dtype = np.generic.dtype.__get__(value)
        number = _portable(dtype)
        if number is None:
            return _opaque_node(kind)
        if number != dtype:
            with np.errstate(all="ignore"):
                value = np.generic.astype(value, number)
        return ["g", number.str, np.generic.tobytes(value)]

    def _string(self, value: str, kind: type) -> Any:
        if not self._spend(str.__len__(value)):
            return _opaque_node(kind)
        return str.encode(value, "utf-8", "replace").decode()

    def _spend(self, size: int) -> bool:
        self.text -= size
        return self.text >= 0


def _as_array(value: Any, kind: type) -> Any:
    """Return a tensor, a table or a column of one of the course's libraries as an array; None for other values.

    This calls the library's own methods. A cell can replace them, but it can just as well return another array.
    """
    if kind.__module__.partition(".")[0] not in course_modules or not hasattr(kind, "__array__"):
        return None
    try:
        found = np.asarray(value.detach() if hasattr(kind, "detach") else value)
    except Exception:
        return None
    return found if found.ndim else found.item() if found.dtype.kind in "biufc" else None


def _integer(value: int, kind: type) -> Any:
    if -(2**63) <= value < 2**63:
        return value
    return ["i", hex(value)] if value.bit_length() <= 4 * MAX_HEX else _opaque_node(kind)


def _symbolic(value: Any, kind: type) -> Any:
    if kind is fractions.Fraction:
        if max(value.numerator.bit_length(), value.denominator.bit_length()) > 4 * sympy_rows.MAX_HEX:
            return _opaque_node(kind)
        return ["e", ["Rational", hex(value.numerator), hex(value.denominator)]]
    if not sympy_rows.is_symbolic(value):
        return _opaque_node(kind)
    try:
        return ["e", *sympy_rows.to_rows(value)]
    except sympy_rows.UnsupportedNode as unlisted:
        return ["?", str(unlisted)[:MAX_TYPE_NAME]]


def _portable(dtype: np.dtype[Any]) -> np.dtype[Any] | None:
    """Return the dtype used on the wire, or None; extended precision becomes double."""
    if dtype.kind not in "biufc":
        return None
    native = dtype.newbyteorder("=")
    if native.str not in NUMBERS:
        native = np.dtype("D" if dtype.kind == "c" else "d")
    return native


def _opaque_node(kind: type) -> list[str]:
    name = type.__getattribute__(kind, "__name__")
    return ["?", name.encode("utf-8", "replace").decode()[:MAX_TYPE_NAME]]
