"""Encode values for the other process, and decode what comes from there. Input is hostile: checked, never evaluated.

Plain data travel as copies. Everything else stays where it is: the other process gets a number, and a stand-in for it.
"""

from __future__ import annotations

import collections
import datetime
import decimal
import fractions
import math
import re
import types
from collections.abc import Callable
from typing import Any

import numpy as np

from ..errors import WireError
from ..wire_format import MAX_ELEMENTS, MAX_HEX, NUMBERS
from . import libraries

MAX_DEPTH = 40
MAX_VALUES = 200_000
MAX_KEPT = 50_000
"""Objects that one side keeps for the other."""
_CONTAINERS = {"l": list, "t": tuple, "s": set, "z": frozenset, "D": collections.deque}
_TAGS: dict[type, str] = {kind: tag for tag, kind in _CONTAINERS.items()}
_MAPPINGS = {"d": dict, "O": collections.OrderedDict, "C": collections.Counter}
_MAPPING_TAGS: dict[type, str] = {**{kind: tag for tag, kind in _MAPPINGS.items()}, collections.defaultdict: "d"}
_TEXT_TYPE = re.compile(r"[<>|][SU]\d{1,5}|<[mM]8(\[(Y|M|W|D|h|m|s|ms|us|ns)\])?")
_HEX = re.compile(rf"-?0x[0-9a-f]{{1,{MAX_HEX}}}")
_NUMBER = re.compile(r"-?[0-9.Ee+-]{1,300}|-?Infinity|NaN")
_ABILITIES = {
    "__call__": "c",
    "__iter__": "i",
    "__next__": "n",
    "__len__": "l",
    "__getitem__": "g",
    "__enter__": "w",
    "__contains__": "k",
    "__float__": "f",
    "__int__": "I",
    "__bool__": "b",
    "__index__": "x",
    "__complex__": "j",
}
ABILITIES = "".join(_ABILITIES.values())


class StandIn:
    """What stands for an object of the other process."""

    __slots__ = ("_number",)


class Codec:
    """One side's view of what travels.

    Parameters
    ----------
    stand_in : callable
        From a number, a kind ("class" or "object"), a name, what the object can do (letters of `ABILITIES`) and its
        public base classes to what stands for it here.
    """

    def __init__(self, stand_in: Callable[[int, str, str, str, list[Any]], Any]) -> None:
        self.stand_in = stand_in
        self.kept: dict[int, Any] = {}
        self._numbers: dict[int, int] = {}
        self._next = 0
        self._values = 0

    def encode(self, value: Any, arguments: tuple[Any, ...] = ()) -> Any:
        """Return the node of a value; `arguments` are objects that the other side knows by their position."""
        self._values = MAX_VALUES
        for place, each in enumerate(arguments):
            if each is value and type(each) in (list, dict, set, np.ndarray, bytearray):
                return ["=", place]
        return self._encode(value, 0)

    def decode(self, node: Any, arguments: tuple[Any, ...] = ()) -> Any:
        """Return the value of a node.

        Raises
        ------
        WireError
            The node is malformed, too deep or too large.
        """
        self._values = MAX_VALUES
        try:
            if type(node) is list and len(node) == 2 and node[0] == "=":
                return arguments[_index(node[1], len(arguments))]
            return self._decode(node, 0)
        except (ArithmeticError, LookupError, MemoryError, RecursionError, SystemError, TypeError, ValueError):
            raise WireError("malformed value") from None

    def keep(self, value: Any) -> int:
        """Return the number of an object; the object is kept alive, so that its number stays its own."""
        number = self._numbers.get(id(value))
        if number is None:
            if self._next >= MAX_KEPT:
                raise WireError("too many objects")
            number = self._numbers[id(value)] = self._next
            self.kept[number] = value
            self._next += 1
        return number

    def find(self, number: Any) -> Any:
        """Return the object with a number; raises WireError if there is none, or it was forgotten."""
        if type(number) is not int or number not in self.kept:
            raise WireError("unknown object")
        return self.kept[number]

    def forget(self) -> None:
        """Forget all objects; their numbers are not used again."""
        self.kept.clear()
        self._numbers.clear()

    def _encode(self, value: Any, depth: int) -> Any:
        kind = type(value)
        self._values -= 1
        if value is None or kind is bool or kind is float or kind is bytes:
            return value
        if kind is int:
            return (
                value if -(2**63) <= value < 2**63 else ["i", hex(value)] if _is_short(value) else self._handle(value)
            )
        if kind is str:
            return value.encode("utf-8", "replace").decode()
        if depth > MAX_DEPTH or self._values < 0:
            return self._handle(value)
        if kind in _TAGS:
            return [_TAGS[kind], *(self._encode(each, depth + 1) for each in list(value))]
        if kind in _MAPPING_TAGS:
            pairs = list(value.items())
            return [_MAPPING_TAGS[kind], *([self._encode(k, depth + 1), self._encode(v, depth + 1)] for k, v in pairs)]
        if kind is np.ndarray:
            return self._array(value, depth)
        if issubclass(kind, np.generic) and kind.__module__ == "numpy":
            return ["g", *_numbers(value)[::2]] if _is_plain(value.dtype) else self._handle(value)
        return self._other(value, kind, depth)

    def _array(self, value: Any, depth: int) -> Any:
        if value.dtype == object and value.size <= self._values:
            return ["o", list(value.shape), *(self._encode(each, depth + 1) for each in value.ravel().tolist())]
        if not _is_plain(value.dtype) or value.size > MAX_ELEMENTS:
            return self._handle(value)
        return ["a", *_numbers(value)]

    def _other(self, value: Any, kind: type, depth: int) -> Any:
        if isinstance(value, StandIn):
            return ["p", object.__getattribute__(value, "_number")]
        if isinstance(value, type) and isinstance(stands_for := value.__dict__.get("_stands_for"), int):
            return ["p", stands_for]
        if kind is complex:
            return ["c", value.real, value.imag]
        if kind is range and all(-(2**63) <= each < 2**63 for each in (value.start, value.stop, value.step)):
            return ["r", value.start, value.stop, value.step]
        if kind is slice:
            return ["sl", *(self._encode(each, depth + 1) for each in (value.start, value.stop, value.step))]
        if value is Ellipsis or value is NotImplemented:
            return ["e", value is Ellipsis]
        if kind is bytearray:
            return ["B", bytes(value)]
        if kind is fractions.Fraction and _is_short(value.numerator) and _is_short(value.denominator):
            return ["f", hex(value.numerator), hex(value.denominator)]
        if kind is decimal.Decimal and len(str(value)) < 300:
            return ["N", str(value)]
        if kind is datetime.timedelta:
            return ["td", value.days, value.seconds, value.microseconds]
        if kind in (datetime.date, datetime.datetime) and getattr(value, "tzinfo", None) is None:
            return ["tm", kind is datetime.datetime, value.isoformat()]
        if isinstance(value, np.dtype):
            return ["dt", value.str] if _is_plain(value) else self._handle(value)
        return libraries.name_of(value) or self._handle(value)

    def _handle(self, value: Any) -> Any:
        kind = value if isinstance(value, type) else type(value)
        is_class = isinstance(value, type)
        abilities = "".join(letter for name, letter in _ABILITIES.items() if hasattr(type(value), name))
        bases = [[each.__module__, each.__qualname__] for each in type.mro(kind) if each.__module__ != "__main__"]
        name = str(type.__getattribute__(kind, "__name__"))[:100]
        return ["h", self.keep(value), "class" if is_class else "object", name, abilities, bases[:20]]

    def _decode(self, node: Any, depth: int) -> Any:
        kind = type(node)
        self._values -= 1
        if depth > MAX_DEPTH + 2 or self._values < -1:
            raise WireError("a value is too deep or too large")
        if node is None or kind in (bool, int, float, str, bytes):
            return node
        if kind is not list or not node or type(node[0]) is not str:
            raise WireError("malformed value")
        tag, rest = node[0], node[1:]
        if tag in _CONTAINERS:
            return _CONTAINERS[tag](self._decode(each, depth + 1) for each in rest)
        if tag in _MAPPINGS:
            pairs = [(self._decode(key, depth + 1), self._decode(each, depth + 1)) for key, each in rest]
            return _MAPPINGS[tag](pairs) if tag != "C" else collections.Counter(dict(pairs))
        if tag == "h":
            number, what, name, abilities, bases = rest
            if type(number) is not int or not 0 <= number < MAX_KEPT or what not in ("class", "object"):
                raise WireError("malformed object")
            if type(name) is not str or type(abilities) is not str or type(bases) is not list or len(bases) > 20:
                raise WireError("malformed object")
            return self.stand_in(number, what, name[:100], abilities, bases)
        if tag == "p":
            return self.find(*rest)
        if tag == "o":
            shape, *values = rest
            array = np.empty(len(values), object)
            array[:] = [self._decode(each, depth + 1) for each in values]
            return array.reshape(_shape(shape, len(values)))
        if tag == "sl":
            return slice(*(self._decode(each, depth + 1) for each in rest))
        return _READERS[tag](*rest)


def _is_short(value: int) -> bool:
    return value.bit_length() <= 4 * MAX_HEX


def _is_plain(dtype: Any) -> bool:
    return dtype.kind in "biufc" or (dtype.kind in "SUmM" and _TEXT_TYPE.fullmatch(dtype.str) is not None)


def _numbers(value: Any) -> tuple[str, list[int], bytes]:
    dtype = value.dtype
    if dtype.kind in "biufc":
        dtype = dtype.newbyteorder("=")
        if dtype.str not in NUMBERS:
            dtype = np.dtype("D" if dtype.kind == "c" else "d")
        with np.errstate(all="ignore"):
            value = value.astype(dtype)
    return dtype.str, list(value.shape), value.tobytes()


def _index(number: Any, length: int) -> int:
    if type(number) is not int or not 0 <= number < length:
        raise WireError("unknown object")
    return number


def _shape(shape: Any, size: int) -> list[int]:
    if type(shape) is not list or len(shape) > 16 or any(type(each) is not int or each < 0 for each in shape):
        raise WireError("malformed shape")
    if math.prod(shape) != size or math.prod(max(each, 1) for each in shape) > MAX_ELEMENTS:
        raise WireError("malformed shape")
    return shape


def _read_dtype(text: Any) -> Any:
    if type(text) is not str or not (text in NUMBERS or _TEXT_TYPE.fullmatch(text)):
        raise WireError("unknown type of array")
    return np.dtype(text)


def _read_array(text: Any, shape: Any, data: Any) -> Any:
    dtype = _read_dtype(text)
    if type(data) is not bytes or (dtype.itemsize == 0 and data):
        raise WireError("malformed array")
    size = len(data) // dtype.itemsize if dtype.itemsize else math.prod(shape)
    shape = _shape(shape, size)
    if not data or size * dtype.itemsize != len(data):
        if data:
            raise WireError("malformed array")
        return np.zeros(shape, dtype)
    if dtype.kind == "b":  # any other byte than 0 and 1 would be neither true nor false
        return (np.frombuffer(data, np.uint8) != 0).reshape(shape)
    array = np.frombuffer(bytearray(data), dtype).reshape(shape)
    if dtype.kind == "U":
        array.tolist()  # raises for characters that do not exist
    return array


def _read_scalar(text: Any, data: Any) -> Any:
    return _read_array(text, [], data)[()]


def _read_hex(text: Any) -> int:
    if type(text) is not str or not _HEX.fullmatch(text):
        raise WireError("malformed number")
    return int(text, 16)


def _read_name(module: Any, path: Any) -> Any:
    found = libraries.look_up(module, path) if type(module) is str and type(path) is str else None
    if found is None:
        raise WireError("unknown name of a library")
    return found


def _read_module(name: Any) -> types.ModuleType:
    found = libraries.module(name) if type(name) is str else None
    if found is None:
        raise WireError("unknown library")
    return found  # type: ignore[no-any-return]


def _read_decimal(text: Any) -> decimal.Decimal:
    if type(text) is not str or not _NUMBER.fullmatch(text):
        raise WireError("malformed number")
    return decimal.Decimal(text)


def _read_time(has_time: Any, text: Any) -> datetime.date:
    if type(text) is not str:
        raise WireError("malformed time")
    return datetime.datetime.fromisoformat(text) if has_time else datetime.date.fromisoformat(text)


def _read_bytes(data: Any) -> bytearray:
    if type(data) is not bytes:
        raise WireError("malformed bytes")
    return bytearray(data)


_READERS: dict[str, Callable[..., Any]] = {
    "i": _read_hex,
    "c": lambda real, imaginary: complex(float(real), float(imaginary)),
    "r": range,
    "e": lambda is_ellipsis: Ellipsis if is_ellipsis is True else NotImplemented,
    "B": _read_bytes,
    "f": lambda above, below: fractions.Fraction(_read_hex(above), _read_hex(below) or 1),
    "N": _read_decimal,
    "td": datetime.timedelta,
    "tm": _read_time,
    "dt": _read_dtype,
    "a": _read_array,
    "g": _read_scalar,
    "m": _read_module,
    "q": _read_name,
}
