"""The student's side: answers what tests ask of the student's names and objects. Student code shares this process."""

from __future__ import annotations

import contextlib
import io
import operator
import sys
from collections.abc import Callable
from typing import Any

import numpy as np

from . import libraries, random_state
from .messages import MAX_TEXT, pack, unpack
from .values import Codec, StandIn

Exchange = Callable[[bytes], bytes]
"""Sends a message to the tests and returns their answer."""
_CHANGEABLE = (list, dict, set, np.ndarray, bytearray)
OPERATORS = frozenset(
    "add sub mul truediv floordiv mod pow matmul lshift rshift and_ or_ xor lt le gt ge eq ne neg pos abs invert "
    "getitem setitem delitem contains iadd isub imul truth index iand ior ixor itruediv imatmul ipow".split()
)
_SIMPLE: dict[str, Callable[..., Any]] = {
    **{name: getattr(operator, name) for name in OPERATORS},
    "getattr": getattr,
    "setattr": setattr,
    "delattr": delattr,
    "hasattr": hasattr,
    "isinstance": lambda kind, value: isinstance(value, kind),
    "issubclass": lambda a, b: issubclass(a, b),
    "superclass": lambda b, a: issubclass(a, b),
    "dir": dir,
    "iter": iter,
    "next": next,
    "len": len,
    "str": str,
    "repr": repr,
    "float": float,
    "int": int,
    "complex": complex,
    "class": type,
    "format": format,
    "round": round,
    "reversed": reversed,
    "divmod": divmod,
    "type_name": lambda value: type(value).__name__,
    "hash": hash,
    "enter": lambda value: type(value).__enter__(value),
    "exit": lambda value, kind, error: type(value).__exit__(value, kind, error, None),
    "swapped": lambda value, name, other: getattr(operator, name)(other, value),
}


class Callback(StandIn):
    """A function or an iterator of the tests: it can be called or asked for the next value, and has nothing else."""

    __slots__ = ("_ask",)

    def __init__(self, number: int, ask: Callable[..., Any]) -> None:
        object.__setattr__(self, "_number", number)
        object.__setattr__(self, "_ask", ask)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the function in the tests' process."""
        return object.__getattribute__(self, "_ask")("call", object.__getattribute__(self, "_number"), args, kwargs)


class Iterator(Callback):
    """An iterator of the tests."""

    __slots__ = ()

    def __iter__(self) -> Iterator:
        return self

    def __next__(self) -> Any:
        return object.__getattribute__(self, "_ask")("next", object.__getattribute__(self, "_number"), (), {})


class Student:
    """Answers requests about a namespace."""

    def __init__(self, namespace: dict[str, Any]) -> None:
        self.namespace = namespace
        self.codec = Codec(self._stand_in)
        self.exchange: Exchange = lambda _: b""

    def answer(self, data: bytes) -> bytes:
        """Return the reply to a request."""
        printed = io.StringIO()
        try:
            with contextlib.redirect_stdout(printed):
                message = unpack(data)
                reply = self._reply(message)
            reply.append(printed.getvalue()[:MAX_TEXT])
            return pack(reply)
        except BaseException as error:
            return pack([*self._raised(error), printed.getvalue()[:MAX_TEXT]])

    def _reply(self, message: list[Any]) -> list[Any]:
        what, operation, target, args, kwargs, state = message
        assert what == "ask"
        if state is not None:
            random_state.restore(state)
        given, named = self.codec.decode(args), self.codec.decode(kwargs)
        if operation != "call":
            return ["value", self.codec.encode(self._act(operation, target, given)), []]
        function = self.codec.find(target)
        before = [self.codec.encode(each) if isinstance(each, _CHANGEABLE) else None for each in given]
        value = function(*given, **named)
        after = [self.codec.encode(each) if isinstance(each, _CHANGEABLE) else None for each in given]
        changed = [
            [place, new] for place, (old, new) in enumerate(zip(before, after, strict=True)) if not _same(old, new)
        ]
        return ["value", self.codec.encode(value, given), changed]

    def _act(self, operation: str, target: Any, args: tuple[Any, ...]) -> Any:
        if operation == "name":
            return self.namespace[args[0]]
        if operation == "set":
            self.namespace[args[0]] = args[1]
            return None
        if operation == "del":
            del self.namespace[args[0]]
            return None
        if operation == "names":
            return [name for name in self.namespace if not name.startswith("_")]
        return _SIMPLE[operation](self.codec.find(target), *args)

    def _stand_in(self, number: int, kind: str, name: str, abilities: str, bases: list[Any]) -> Callback:
        return (Iterator if "n" in abilities else Callback)(number, self._ask)

    def _ask(self, operation: str, number: int, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call a function of the tests. What the tests ask meanwhile is answered first."""
        request = ["callback", operation, number, self.codec.encode(args), self.codec.encode(kwargs), _flushed()]
        data = self.exchange(pack(request))
        while (message := unpack(data))[0] == "ask":
            data = self.exchange(self.answer(data))
        if message[0] == "raised":
            kind = libraries.exception(message[1]) or Exception
            raise kind(*self.codec.decode(message[2]))
        return self.codec.decode(message[1])

    def _raised(self, error: BaseException) -> list[Any]:
        names: list[Any] = []
        for kind in type.mro(type(error)):
            if kind.__module__ == "__main__":
                names.append(self.codec.encode(kind))
            else:
                names.append([kind.__module__, kind.__qualname__])
        try:
            args = self.codec.encode(tuple(error.args))
        except BaseException:
            args = self.codec.encode(("the error message cannot travel",))
        return ["raised", names[:20], args]


def _flushed() -> str:
    out = sys.stdout
    if not isinstance(out, io.StringIO):
        return ""
    text = out.getvalue()[:MAX_TEXT]
    out.seek(0)
    out.truncate()
    return text


def _same(old: Any, new: Any) -> bool:
    return bool(pack([old]) == pack([new]))
