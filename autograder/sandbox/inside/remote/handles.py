"""What stands for a student's object in the tests' process: its operations are carried out where the object is."""

from __future__ import annotations

import functools
from typing import Any, Protocol

from . import libraries
from .values import StandIn

_BINARY = "add sub mul truediv floordiv mod pow matmul lshift rshift".split()
_WORDY = {"and": "and_", "or": "or_", "xor": "xor"}
_COMPARED = "eq ne lt le gt ge".split()
_UNARY = "neg pos abs invert".split()
_READABLE = frozenset(
    "name qualname doc module dict annotations defaults init call len str repr eq ne lt le gt ge iter next getitem "
    "setitem delitem contains add sub mul truediv floordiv mod pow matmul radd rmul rsub neg abs enter exit hash bool "
    "float int bases mro wrapped new".split()
)
"""Special attributes that may be read. Others, such as `__array_interface__`, would let an object lie to libraries."""


class Line(Protocol):
    """The connection to the student's process."""

    def ask(self, operation: str, number: int | None, *args: Any) -> Any:
        """Carry out an operation there and return its value."""

    def call(self, number: int, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call an object there."""

    def note_weak(self, what: str) -> None:
        """Note that the student's process decides a comparison or a truth value."""


class Handle(StandIn):
    """Stands for an object: attributes, comparisons, text and truth are the object's."""

    __slots__ = ("_kind", "_line", "_name")

    def __init__(self, line: Line, number: int, kind: str, name: str) -> None:
        for slot, value in (("_line", line), ("_number", number), ("_kind", kind), ("_name", name)):
            object.__setattr__(self, slot, value)

    def __getattr__(self, name: str) -> Any:
        if (name.startswith("__") and name.strip("_") not in _READABLE) or name.startswith(("_repr_", "_ipython_")):
            raise AttributeError(name)
        return _ask(self, "getattr", name)

    def __setattr__(self, name: str, value: Any) -> None:
        _ask(self, "setattr", name, value)

    def __delattr__(self, name: str) -> None:
        _ask(self, "delattr", name)

    @property  # type: ignore[misc]
    def __class__(self) -> Any:
        return type(self) if _get(self, "_kind") == "class" else _ask(self, "class")

    def __dir__(self) -> Any:
        return [str(each) for each in _ask(self, "dir")]

    def __instancecheck__(self, other: Any) -> bool:
        _get(self, "_line").note_weak("isinstance")
        return bool(_ask(self, "isinstance", other))

    def __subclasscheck__(self, other: Any) -> bool:
        _get(self, "_line").note_weak("issubclass")
        return bool(_ask(self, "superclass", other))

    def __hash__(self) -> int:
        return hash(("a student's object", _get(self, "_number")))

    def __bool__(self) -> bool:
        if _get(self, "_kind") == "class":
            return True
        _get(self, "_line").note_weak("truth")
        return bool(_ask(self, "truth"))

    def __str__(self) -> str:
        return _text(_ask(self, "str"))

    def __repr__(self) -> str:
        return _text(_ask(self, "repr"))

    def __format__(self, spec: str) -> str:
        return _text(_ask(self, "format", spec))

    def __reduce_ex__(self, protocol: Any) -> Any:
        raise TypeError("a student's object cannot be copied")


def _get(handle: Handle, slot: str) -> Any:
    return object.__getattribute__(handle, slot)


def _ask(handle: Handle, operation: str, *args: Any) -> Any:
    return _get(handle, "_line").ask(operation, _get(handle, "_number"), *args)


def _text(value: Any) -> str:
    if type(value) is not str:
        raise TypeError("__str__ returned no string")
    return value


def _operator(name: str) -> Any:
    def method(self: Handle, *args: Any) -> Any:
        return _ask(self, name, *args)

    return method


def _swapped(name: str) -> Any:
    def method(self: Handle, other: Any) -> Any:
        return _ask(self, "swapped", name, other)

    return method


def _comparison(name: str) -> Any:
    def method(self: Handle, other: Any) -> Any:
        _get(self, "_line").note_weak(name)
        return _ask(self, name, other)

    return method


for _name in _COMPARED:
    setattr(Handle, f"__{_name}__", _comparison(_name))
for _name in _UNARY:
    setattr(Handle, f"__{_name}__", _operator(_name))
for _name in _BINARY:
    setattr(Handle, f"__{_name}__", _operator(_name))
    setattr(Handle, f"__r{_name}__", _swapped(_name))
for _name, _function in _WORDY.items():
    setattr(Handle, f"__{_name}__", _operator(_function))
    setattr(Handle, f"__r{_name}__", _swapped(_function))


def _call(self: Handle, *args: Any, **kwargs: Any) -> Any:
    return _get(self, "_line").call(_get(self, "_number"), args, kwargs)


def _next(self: Handle) -> Any:
    return _ask(self, "next")


def _contains(self: Handle, item: Any) -> bool:
    _get(self, "_line").note_weak("in")
    return bool(_ask(self, "contains", item))


def _checked(operation: str, kind: type) -> Any:
    def method(self: Handle) -> Any:
        value = _ask(self, operation)
        if type(value) is not kind:
            raise TypeError(f"__{operation}__ returned no {kind.__name__}")
        return value

    return method


def _exit(self: Handle, kind: Any, error: Any, trace: Any) -> Any:
    return _ask(self, "exit", None, None)


_ABLE = {
    "c": {"__call__": _call},
    "i": {"__iter__": _operator("iter")},
    "n": {"__next__": _next},
    "l": {"__len__": _checked("len", int)},
    "g": {
        "__getitem__": _operator("getitem"),
        "__setitem__": _operator("setitem"),
        "__delitem__": _operator("delitem"),
    },
    "w": {"__enter__": _operator("enter"), "__exit__": _exit},
    "k": {"__contains__": _contains},
    "f": {"__float__": _checked("float", float)},
    "I": {"__int__": _checked("int", int)},
    "x": {"__index__": _checked("index", int)},
    "j": {"__complex__": _checked("complex", complex)},
}


@functools.lru_cache(maxsize=256)
def _kind(abilities: str) -> type[Handle]:
    methods = {name: method for letter in abilities for name, method in _ABLE.get(letter, {}).items()}
    return type("StudentObject", (Handle,), {"__slots__": (), **methods})


def stand_in(line: Line, number: int, kind: str, name: str, abilities: str, bases: list[Any]) -> Any:
    """Return what stands for a student's object: for a class of exceptions, a class that can be raised and caught."""
    if kind == "class":
        if (base := libraries.exception(bases)) is not None:
            return type(name, (base,), {"_stands_for": number, "__init__": _set_arguments})
        abilities = "".join(sorted({*abilities, "c"}))
    return _kind("".join(sorted(set(abilities) & set("".join(_ABLE)))))(line, number, kind, name)


def _set_arguments(self: BaseException, *args: Any, **_: Any) -> None:
    self.args = args
