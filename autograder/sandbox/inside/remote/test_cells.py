"""The tests' side: runs locked cells and test cells in a process that student code never enters."""

from __future__ import annotations

import ast
import builtins
import math
import numbers
import sys
from collections.abc import Callable
from typing import Any

import numpy as np

from ..errors import WireError
from . import handles, libraries, random_state
from .messages import MAX_NESTED, MAX_TEXT, pack, unpack
from .namespace import Namespace
from .sides import clear, sides, with_sides
from .values import Codec, StandIn

FILE = "<tests>"
MAX_MESSAGE = 2_000
MAX_CALLS = 200_000
"""Messages that one test cell may exchange with the student's process."""
_ITERATORS: tuple[type, ...] = (type(iter([])), type(iter(())), type(iter({})), type(iter(set())), type(iter(range(0))))
Exchange = Callable[[bytes], bytes]
Transform = Callable[[str], str]


class Notebook:
    """What `get_ipython()` returns in a test: magics do nothing there."""

    def run_line_magic(self, *_: Any) -> None:
        """Do nothing."""

    def system(self, command: str) -> None:
        """Do nothing."""


class Broken(BaseException):
    """The student's process has sent something malformed; a test must not catch it."""


class Tests:
    """The names and the connection of a notebook's tests.

    Parameters
    ----------
    exchange : callable
        Sends a message to the student's process and returns its reply.
    transform : callable
        Turns IPython syntax into Python.
    """

    def __init__(self, exchange: Exchange, transform: Transform) -> None:
        self._exchange, self._transform = exchange, transform
        self.codec = Codec(self._stand_in)
        self.calls = 0
        self.weak: list[str] = []
        self._known: dict[int, Any] = {}
        self._state: tuple[Any, ...] | None = None
        self._nested = self._sent = 0
        self._broken = False
        self._keep_changes = True
        self._changes: list[tuple[Any, Any]] = []
        """Arguments that a call has changed, and how they travelled before it."""
        self.namespace = Namespace(self)
        dict.update(self.namespace, get_ipython=Notebook, display=lambda *_, **__: None)

    def run_locked(self, source: str, theirs: list[str]) -> None:
        """Run a cell whose names are the tests' own, but for those in `theirs`, which the student's code changes."""
        self._begin()
        self.namespace.loose = True
        try:
            exec(compile(self._transform(source), FILE, "exec"), self.namespace)
        except BaseException:
            return  # in the notebook, the cell stops there, too
        finally:
            self.namespace.loose = False
            for name in theirs:
                if dict.__contains__(self.namespace, name):
                    dict.__delitem__(self.namespace, name)

    def run(self, source: str, theirs: list[str], shared: list[str], strict: bool) -> dict[str, Any]:
        """Run a test cell; return how it ended.

        Parameters
        ----------
        source : str
        theirs : list of str
            Names that the notebook leaves to the student.
        shared : list of str
            Names whose values go to the student's process if the tests bind them.
        strict : bool
            Whether the instructor's solution leaves all arguments unchanged. If the student's changes some, the cell
            must pass twice, with the changes and without: else code could overwrite what its results are compared with.

        Returns
        -------
        dict
            ``raised``: the kind of the exception, or None; ``line``: where, in the cell; ``message``: its text;
            ``value``: the last value if it is a number; ``weak``: what student code decided; ``changed``: whether
            calls have changed their arguments.
        """
        self.namespace.theirs, self.namespace.shared = frozenset(theirs), frozenset(shared)
        result = self._attempt(source)
        if strict and self._changes and result["raised"] is None:
            for value, before in reversed(self._changes):
                _restore(value, self.codec.decode(before))
            self._keep_changes = False
            again = self._attempt(source)
            self._keep_changes = True
            if again["raised"] is not None or again["value"] != result["value"]:
                return {**again, "changed": True}
        return result

    def _attempt(self, source: str) -> dict[str, Any]:
        self._begin()
        clear(self.namespace)
        result: dict[str, Any] = {"raised": None, "line": None, "message": "", "value": None}
        try:
            result["value"] = self._value(source)
        except BaseException as error:
            result |= _described(error)
            result["sides"] = sides(self.namespace) if type(error) is AssertionError else []
        if self._broken:
            result |= {"raised": "a malformed reply", "message": ""}
        return {**result, "weak": sorted(set(self.weak)), "changed": bool(self._changes)}

    def _begin(self) -> None:
        self._changes = []
        self.weak, self._nested, self._sent, self._broken = [], 0, 0, False
        self.codec.forget()
        self.namespace.forget()
        if self._state is None:
            self._state = random_state.current()

    def _value(self, source: str) -> float | None:
        """Run the statements of a cell; return the value of the last expression if it is a number."""
        tree = with_sides(ast.parse(self._transform(source), FILE))
        last = tree.body[-1] if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        shown = last is not None and not source.rstrip().endswith(";")
        body = tree.body[:-1] if last is not None else tree.body
        exec(compile(ast.Module(body, []), FILE, "exec"), self.namespace)
        if last is None:
            return None
        value = eval(compile(ast.Expression(last.value), FILE, "eval"), self.namespace)
        return _number(value) if shown else None

    def ask(self, operation: str, number: int | None, *args: Any) -> Any:
        """Carry out an operation in the student's process."""
        return self._request(operation, number, args, {})

    def call(self, number: int, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call an object of the student's process."""
        return self._request("call", number, args, kwargs)

    def note_weak(self, what: str) -> None:
        """Note that the student's process decides a comparison or a truth value."""
        self.weak.append(what)

    def encoded(self, value: Any) -> bytes:
        """Return a value in the form in which it travels."""
        return pack([self.codec.encode(value)])

    def _request(self, operation: str, number: int | None, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        if operation not in ("name", "names", "set", "del"):
            self.namespace.send_changes()
            self.calls += 1
        self._sent += 1
        if self._sent > MAX_CALLS or self._nested > MAX_NESTED:
            raise RecursionError("too many calls between the tests and the student's code")
        request = ["ask", operation, number, self.codec.encode(args), self.codec.encode(kwargs), None]
        if operation not in ("name", "names", "set", "del") and (state := random_state.current()) != self._state:
            request[-1], self._state = random_state.plain(state), state
        self._nested += 1
        try:
            reply = self._reply(pack(request))
        finally:
            self._nested -= 1
        try:
            return self._take(reply, args)
        except WireError as error:
            self._broken = True
            raise Broken(str(error)) from None

    def _reply(self, data: bytes) -> list[Any]:
        """Send a request; answer calls of the tests' own functions until the reply comes."""
        try:
            reply = unpack(self._exchange(data))
            while reply[0] == "callback":
                self._sent += 1
                if self._sent > MAX_CALLS:
                    raise WireError("too many calls")
                reply = unpack(self._exchange(self._call_back(reply)))
            return reply
        except WireError as error:
            self._broken = True
            raise Broken(str(error)) from None

    def _call_back(self, message: list[Any]) -> bytes:
        _, operation, number, args, kwargs, printed = message
        _print(printed)
        try:
            function = self.codec.find(number)
            given, named = self.codec.decode(args), self.codec.decode(kwargs)
            if operation == "next":
                if type(function) not in _ITERATORS and type(function).__name__ != "generator":
                    raise WireError("not an iterator")
                value = next(function)
            elif operation == "call" and type(given) is tuple and type(named) is dict:
                value = function(*given, **named)
            else:
                raise WireError("malformed call")
            return pack(["answer", self.codec.encode(value)])
        except (Broken, WireError):
            raise
        except BaseException as error:
            names = [[kind.__module__, kind.__qualname__] for kind in type(error).__mro__]
            text = str(error)[:200] if not isinstance(error, AssertionError) else "an assertion failed"
            return pack(["raised", names, self.codec.encode((text,))])

    def _take(self, reply: list[Any], args: tuple[Any, ...]) -> Any:
        if reply[0] == "raised" and len(reply) == 4:
            _print(reply[3])
            raise self._exception(reply[1], self.codec.decode(reply[2]))
        if reply[0] != "value" or len(reply) != 4 or type(reply[2]) is not list:
            raise WireError("malformed reply")
        _print(reply[3])
        for place, node in reply[2]:
            if type(place) is not int or not 0 <= place < len(args):
                raise WireError("malformed reply")
            if self._keep_changes:
                self._changes.append((args[place], self.codec.encode(args[place])))
                _restore(args[place], self.codec.decode(node))
        return self.codec.decode(reply[1], args)

    def _exception(self, names: Any, args: Any) -> BaseException:
        """Return the exception of the student's code, as a class that the tests know."""
        if type(names) is not list or type(args) is not tuple:
            raise WireError("malformed exception")
        for each in names:
            if type(each) is list and each and each[0] == "h":
                kind = self.codec.decode(each)
                if isinstance(kind, type) and issubclass(kind, BaseException):
                    return kind(*args)
        base = libraries.exception(names) or Exception
        raised: BaseException = type(base.__name__, (base,), {"__init__": handles._set_arguments})(*args)
        try:
            raised = base(*args)
        except Exception:
            return raised
        return raised

    def _stand_in(self, number: int, kind: str, name: str, abilities: str, bases: list[Any]) -> Any:
        if number not in self._known:
            self._known[number] = handles.stand_in(self, number, kind, name, abilities, bases)
        return self._known[number]


def _number(value: Any) -> float | None:
    """Return a number as the score that it stands for; None for anything else, such as True."""
    if isinstance(value, StandIn | bool | np.bool_) or not isinstance(value, numbers.Real | np.number):
        return None
    if isinstance(value, complex | np.complexfloating):
        return None
    try:
        return float(value)
    except (OverflowError, ValueError):
        return math.nan


def _described(error: BaseException) -> dict[str, Any]:
    trace, line = error.__traceback__, None
    while trace is not None:
        if line is None and trace.tb_frame.f_code.co_filename == FILE:
            line = trace.tb_lineno
        trace = trace.tb_next
    if isinstance(error, SyntaxError) and error.filename == FILE:
        line = error.lineno
    kind = next((each.__name__ for each in type(error).__mro__ if _is_public(each)), "Exception")
    try:
        message = str(error)[:MAX_MESSAGE]
    except BaseException:
        message = ""
    return {"raised": kind, "line": line, "message": message.encode("utf-8", "replace").decode()}


def _is_public(kind: type) -> bool:
    return getattr(builtins, kind.__name__, None) is kind or kind.__module__.partition(".")[0] in libraries.TRUSTED


def _print(text: Any) -> None:
    if type(text) is str and text:
        sys.stdout.write(text[:MAX_TEXT])


def _restore(old: Any, new: Any) -> None:
    """Change a value here as the call has changed its copy there."""
    if type(old) is not type(new):
        raise WireError("a changed argument has another type")
    if isinstance(old, np.ndarray):
        if old.shape != new.shape or old.dtype != new.dtype:
            raise WireError("a changed array has another form")
        if old.flags.writeable:
            old[...] = new
    elif isinstance(old, list):
        kept = [_merged(a, b) for a, b in zip(old, new, strict=False)]
        old[:] = [*kept, *new[len(kept) :]]
    elif isinstance(old, dict):
        merged = {key: _merged(old[key], each) if key in old else each for key, each in new.items()}
        old.clear()
        old.update(merged)
    elif isinstance(old, set):
        old.clear()
        old.update(new)
    elif isinstance(old, bytearray):
        old[:] = new


def _merged(old: Any, new: Any) -> Any:
    """Return the old object with its new content if both are of one kind, so that other names for it see the change."""
    if type(old) is type(new) and isinstance(old, list | dict | set | bytearray):
        _restore(old, new)
        return old
    if (
        isinstance(old, np.ndarray)
        and isinstance(new, np.ndarray)
        and old.shape == new.shape
        and old.dtype == new.dtype
    ):
        _restore(old, new)
        return old
    return new
