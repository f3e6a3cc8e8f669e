"""Ask code for a value or call a function: one implementation for the sandbox, `autograder check` and the tests.

So all of them mean the same by "not defined", "not a function", "raised" and "changed its arguments".
"""

from __future__ import annotations

import builtins
import warnings
from collections.abc import Callable, Mapping
from typing import Any

import msgpack

from .decoding import decode
from .encoding import course_modules, encode
from .errors import WireError
from .frames import MAX_BODY

PRIVATE_EXCEPTION = "an exception of your own"
_BUILT_IN = frozenset(
    each for each in vars(builtins).values() if isinstance(each, type) and issubclass(each, Exception)
)
_SYSTEM = frozenset(each for each in _BUILT_IN if issubclass(each, OSError))
_PUBLIC = ("inside", "builtins", "numpy", "scipy", "sympy", "mpmath", "matplotlib", "IPython")

Sent = tuple[Any, bytes]
"""Encoded arguments."""
Reply = tuple[dict[str, Any], bytes]
"""What is sent back: a message and the body that its node refers to."""
Describe = Callable[[BaseException], list[Any]]


def ask(
    namespace: Mapping[str, Any],
    name: str,
    sent: Sent | None,
    describe: Describe,
    room: int = MAX_BODY,
    passing: tuple[type[BaseException], ...] = (),
) -> Reply:
    """Answer a probe.

    Parameters
    ----------
    namespace : mapping of str to object
    name : str
    sent : (node, bytes) or None
        The encoded arguments of a call; None asks for the value of the name.
    describe : callable
        From an exception to what is sent of it: its kind, its cell and line or None, and whether versions may matter.
    room : int
        Bytes that the arrays of a value may take.
    passing : tuple of exception types
        Exceptions that are not the answer's, but the caller's.
    """
    if name not in namespace:
        return {"missing": "undefined"}, b""
    target = namespace[name]
    if sent is None:
        node, data = encode(target, room)
        return {"value": node, "changed": [], "warnings": []}, data
    if not callable(target):
        return {"missing": "no function"}, b""
    args = _decode_arguments(*sent)
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("default")
            value = target(*args)
        node, data = encode(value, room)
    except passing:
        raise
    except MemoryError:
        return {"memory": True}, b""
    except BaseException as error:
        return {"raised": describe(error)}, b""
    warned = sorted({_category(each.category) for each in caught})
    return {"value": node, "changed": _changed(args, sent), "warnings": warned}, data


def kind_of(error: BaseException) -> str:
    """Return an exception's name if Python or a library defines it; the name of a student's own could say anything.

    For other exceptions of the operating system, such as `URLError`, and those of the course's libraries, return the
    built-in one that they extend.
    """
    kind = type(error)
    module = kind.__module__.split(".")[0]
    if module not in _PUBLIC:
        known = _BUILT_IN if module in course_modules else _SYSTEM
        return next((base.__name__ for base in kind.__mro__ if base in known), PRIVATE_EXCEPTION)
    public: list[str] = [base.__name__ for base in kind.__mro__ if not base.__name__.startswith("_")]
    return public[0]


def _decode_arguments(args: Any, body: bytes) -> list[Any]:
    """Make the arguments of one call: copies that the code may change."""
    decoded: list[Any] = decode(args, body, expression=_refuse, opaque=_refuse, writable=True)
    return decoded


def _changed(args: list[Any], sent: Sent) -> list[int]:
    """Return the positions of the arguments that differ from what was sent."""
    node, body = encode(args)
    if body == sent[1] and msgpack.packb(node) == msgpack.packb(sent[0]):
        return []
    return [index for index, fresh in enumerate(_decode_arguments(*sent)) if not _same(args[index], fresh)]


def _same(one: Any, other: Any) -> bool:
    """Whether two values are encoded as the same bytes; NaN equals NaN here."""
    return bool(msgpack.packb(encode(one)) == msgpack.packb(encode(other)))


def _refuse(value: Any) -> Any:
    raise WireError("arguments are numbers, texts, arrays, and containers of them")


def _category(category: type) -> str:
    """Return the nearest built-in category of a warning."""
    names: list[str] = [base.__name__ for base in category.__mro__ if getattr(builtins, base.__name__, None) is base]
    return names[0]
