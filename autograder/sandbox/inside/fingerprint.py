"""Find out whether later cells changed what a function uses.

A fingerprint covers what a name reaches: its code, its closure and defaults, the globals and library functions that the
code names, and the data of the student's own objects. It also covers settings of the interpreter and the functions
that answer probes, because a cell can replace them. What cannot be read is left out.
"""

from __future__ import annotations

import builtins
import gc
import hashlib
import sys
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache, partial
from operator import attrgetter
from types import CellType, CodeType, FunctionType, MethodType, ModuleType, SimpleNamespace
from typing import Any

import msgpack
import numpy as np

MAX_OBJECTS = 20_000
MAX_BYTES = 16 << 20
"""Bytes of arrays and texts to read. What is beyond either limit is left out."""
_PLAIN = (int, float, complex, bool, type(None), range)
_WRAPPERS = (CellType, MethodType, staticmethod, classmethod, property, partial, deque, type(lru_cache(print)))
_ANSWERING = ("calls", "decoding", "encoding", "frames", "sympy_rows", "worker")
_CODE = attrgetter("__code__")
_UNUSED = ("__dict__", "__weakref__", "__doc__", "__module__", "__qualname__")
_settings: tuple[Callable[[], Any], ...] = (sys.gettrace, sys.getprofile, sys.getrecursionlimit, np.geterr)


def fingerprint(namespace: Mapping[str, Any], names: Iterable[str]) -> bytes:
    """Return a digest of what some names of a notebook reach; b"" if the interpreter cannot compute one.

    Parameters
    ----------
    namespace : mapping of str to object
        The names of the notebook. A function looks up its globals here if they are the notebook's.
    names : iterable of str
    """
    try:
        walk = _Walk(namespace)
        for setting in _settings:
            walk.add(repr(setting()))
        walk.add(repr(warnings.filters[:20]))
        walk.add(_answering())
        walk.visit(namespace[name] for name in names if name in namespace)
        return walk.digest.digest()
    except BaseException:  # student code took the interpreter apart
        return b""


class _Walk:
    def __init__(self, namespace: Mapping[str, Any]) -> None:
        self.namespace, self.digest = namespace, hashlib.blake2b(digest_size=16)
        self.seen: dict[int, Any] = {}
        self.bytes_left = MAX_BYTES

    def add(self, part: str | bytes) -> None:
        data = part if isinstance(part, bytes) else part.encode("utf-8", "replace")
        self.bytes_left -= len(data)
        self.digest.update(b"%d:" % len(data))
        self.digest.update(data)

    def visit(self, roots: Iterable[Any]) -> None:
        waiting = list(roots)[::-1]
        while waiting and len(self.seen) < MAX_OBJECTS and self.bytes_left > 0:
            value = waiting.pop()
            self.add(_about(type(value), "__name__"))
            if type(value) in _PLAIN:
                self.add(repr(value) if type(value) is not int or int.bit_length(value) < 4096 else b"large")
            elif id(value) not in self.seen:
                self.seen[id(value)] = value  # kept alive, so that its id stays its own
                waiting += list(self._parts(value))[::-1]

    def _parts(self, value: Any) -> Iterable[Any]:
        """Add what an object holds to the digest; return the objects that it refers to."""
        kind = type(value)
        if kind is str or kind is bytes:
            self.add(value if len(value) < self.bytes_left else b"large")
        elif issubclass(kind, np.ndarray):
            self._add_array(value)
        elif issubclass(kind, dict):
            return [each for item in dict.items(value) for each in item]
        elif issubclass(kind, list):
            return list.__iter__(value)
        elif issubclass(kind, tuple):
            return tuple.__iter__(value)
        elif kind is set:
            self.add("".join(sorted(repr(each) for each in value if type(each) in (*_PLAIN, str))))
        elif kind is FunctionType and value.__globals__ is self.namespace:
            return self._function(value)
        elif kind is CodeType:
            self.add(value.co_code)
            return tuple(value.co_consts)
        elif kind in _WRAPPERS:
            return gc.get_referents(value)
        elif kind is SimpleNamespace or _about(kind, "__module__") == "__main__":
            return [kind, object.__getattribute__(value, "__dict__")] if _about(kind, "__dictoffset__") else [kind]
        elif issubclass(kind, type) and _about(value, "__module__") == "__main__":
            members = _about(value, "__dict__").items()
            return [_about(value, "__bases__"), *(each for name, each in members if name not in _UNUSED)]
        else:
            self.add(str(id(value)))  # an object of a library
        return ()

    def _add_array(self, value: Any) -> None:
        """Add the elements of an array, unless its memory may not be its own."""
        base = value.base
        owned = value.flags.owndata or (type(base) is np.ndarray and base.flags.owndata)
        self.add(f"{value.dtype.str}{value.shape}")
        if owned and not value.dtype.hasobject and value.nbytes < self.bytes_left:
            self.add(np.ndarray.tobytes(value))

    def _function(self, function: FunctionType) -> list[Any]:
        found: list[Any] = [function.__code__, function.__closure__, function.__defaults__, function.__kwdefaults__]
        found.append(function.__dict__)
        names = dict.fromkeys(_names(function.__code__))
        for name in names:
            if name not in self.namespace:
                self.add(f"{name}{id(vars(builtins).get(name))}")
            elif type(self.namespace[name]) is ModuleType:
                self._module(self.namespace[name], names, 3)
            else:
                found.append(self.namespace[name])
        return found

    def _module(self, module: ModuleType, names: Iterable[str], depth: int) -> None:
        """Add which objects the names of some code are in a library."""
        for name in names:
            if (found := vars(module).get(name)) is not None:
                self.add(f"{name}{id(found)}")
                if type(found) is ModuleType and depth:
                    self._module(found, names, depth - 1)


def _answering() -> str:
    """Return which functions answer probes, and which code they have."""
    names = tuple(tuple(map(id, vars(module).values())) for module in (*_own_modules(), builtins, msgpack, warnings))
    return f"{hash(names)}{hash(tuple(map(id, map(_CODE, _own_functions()))))}"


@cache
def _own_modules() -> tuple[ModuleType, ...]:
    return tuple(sys.modules[f"{__package__}.{name}"] for name in _ANSWERING)


@cache
def _own_functions() -> tuple[FunctionType, ...]:
    members = [each for module in _own_modules() for each in vars(module).values()]
    members += [each for kind in members if type(kind) is type for each in vars(kind).values()]
    return tuple(each for each in members if type(each) is FunctionType)


def _about(kind: type, attribute: str) -> Any:
    """Return an attribute of a class, whatever its metaclass says."""
    return type.__getattribute__(kind, attribute)


def _names(code: CodeType) -> Iterator[str]:
    """Yield the names that some code and the functions inside it look up."""
    yield from code.co_names
    for constant in code.co_consts:
        if type(constant) is CodeType:
            yield from _names(constant)
