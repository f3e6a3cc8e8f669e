"""Caches the results of trusted functions, as many answers are judged on the same hidden inputs."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any


class Memoized:
    """A trusted function with a cache for its results, keyed by the identity of the arguments.

    The function must not change its arguments. The cache keeps them alive, so that no other object gets their identity.
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function
        self.known: dict[tuple[int, ...], tuple[tuple[Any, ...], Callable[[], Any]]] = {}
        functools.update_wrapper(self, function)

    def __call__(self, *args: Any) -> Any:
        """Return the result for these arguments, or raise the exception that they raised before."""
        key = tuple(map(id, args))
        if key not in self.known:
            self.known[key] = args, self._result(args)
        return self.known[key][1]()

    def _result(self, args: tuple[Any, ...]) -> Callable[[], Any]:
        try:
            result = self.function(*args)
        except Exception as error:
            return functools.partial(_raise, error)
        return lambda: result


def _raise(error: Exception) -> None:
    raise error
