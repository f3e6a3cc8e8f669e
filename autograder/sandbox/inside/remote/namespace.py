"""The names of a test cell: the tests' own, those of libraries, and the student's, which are fetched when used."""

from __future__ import annotations

import builtins
import sys
from collections.abc import Iterator
from importlib import import_module
from typing import Any, Protocol

import numpy as np

from . import libraries
from .values import StandIn

_DATA = (list, dict, set, np.ndarray, bytearray)


class Fetcher(Protocol):
    """The connection to the student's process, as far as names are concerned."""

    calls: int

    def ask(self, operation: str, number: int | None, *args: Any) -> Any:
        """Carry out an operation there."""

    def encoded(self, value: Any) -> bytes:
        """Return a value in the form in which it travels."""

    def note_weak(self, what: str) -> None:
        """Note that the student's process decides a comparison or a truth value."""


class Namespace(dict[str, Any]):
    """The globals of the tests.

    Functions look names up here, too: Python asks a subclass of `dict` for the names of its globals.

    Parameters
    ----------
    line : Fetcher
    """

    def __init__(self, line: Fetcher) -> None:
        super().__init__(__name__="__main__", __builtins__=builtins)
        self._line = line
        self.theirs: frozenset[str] = frozenset()
        """Names that the notebook leaves to the student, even if they are names of built-in functions."""
        self.shared: frozenset[str] = frozenset()
        """Names whose values go to the student's process when the tests bind them."""
        self.loose = False
        """Whether names are bound here only, as by a locked cell."""
        self._fetched: dict[str, tuple[int, bytes | None]] = {}
        """The student's names that are bound here: when they were fetched, and how data travelled."""

    def __getitem__(self, name: str) -> Any:
        if name in self._fetched:
            return self._current(name)
        if dict.__contains__(self, name):
            return dict.__getitem__(self, name)
        if name not in self.theirs:
            if name in libraries.ALIASES:
                return self._library(name)
            if hasattr(builtins, name) or name.startswith("__"):
                raise KeyError(name)
        return self._fetch(name)

    __missing__ = __getitem__

    def __setitem__(self, name: str, value: Any) -> None:
        self._fetched.pop(name, None)
        dict.__setitem__(self, name, value)
        if name in self.shared and not self.loose:
            self._line.ask("set", None, name, value)

    def __delitem__(self, name: str) -> None:
        known = dict.__contains__(self, name)
        if self.loose or (known and name not in self._fetched and name not in self.shared):
            dict.__delitem__(self, name)
            return
        self._line.ask("del", None, name)
        self._fetched.pop(name, None)
        dict.pop(self, name, None)

    def __contains__(self, name: object) -> bool:
        return dict.__contains__(self, name) or (type(name) is str and name in self._names())

    def get(self, name: str, default: Any = None) -> Any:
        """Return what a name is bound to here or in the student's process."""
        try:
            return self[name]
        except KeyError:
            return default

    def __iter__(self) -> Iterator[str]:
        return iter([*dict.keys(self), *(name for name in self._names() if not dict.__contains__(self, name))])

    def keys(self) -> Any:
        """Return all names."""
        return list(self)

    def forget(self) -> None:
        """Drop what was fetched: it belongs to the student's process, whose next cell may change it."""
        for name in self._fetched:
            dict.pop(self, name, None)
        self._fetched.clear()

    def send_changes(self) -> None:
        """Send the student's data that the tests have changed, before the student's code runs."""
        for name, (_, sent) in list(self._fetched.items()):
            if sent is not None:
                now = self._line.encoded(dict.__getitem__(self, name))
                if now != sent:
                    self._fetched[name] = (self._line.calls, now)
                    self._line.ask("set", None, name, dict.__getitem__(self, name))

    def _names(self) -> list[str]:
        return [each for each in self._line.ask("names", None) if type(each) is str]

    def _fetch(self, name: str) -> Any:
        if name not in self.theirs:  # it may be a helper of the tests, such as a comparison, that the student replaced
            self._line.note_weak(f"name {name}")
        try:
            value = self._line.ask("name", None, name)
        except KeyError:
            raise KeyError(name) from None
        dict.__setitem__(self, name, value)
        self._fetched[name] = (self._line.calls, self._line.encoded(value) if type(value) in _DATA else None)
        return value

    def _current(self, name: str) -> Any:
        """Return a fetched value; data is fetched again if student code has run since, unless the tests changed it."""
        when, sent = self._fetched[name]
        if (
            when == self._line.calls
            or isinstance(dict.__getitem__(self, name), StandIn)
            or (sent is not None and self._line.encoded(dict.__getitem__(self, name)) != sent)
        ):
            return dict.__getitem__(self, name)
        return self._fetch(name)

    def _library(self, name: str) -> Any:
        full = libraries.ALIASES[name]
        if full not in sys.modules:
            if name not in self._names():
                raise KeyError(name)
            import_module(full)
        if name not in self._names():
            raise KeyError(name)
        return sys.modules[full]
