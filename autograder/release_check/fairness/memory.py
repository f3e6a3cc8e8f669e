"""Many answers meet the same hidden inputs: compute only once what the trusted functions return for them."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any


class Remembering:
    """A trusted function that is called with the same arguments many times, and changes none of them.

    It knows results by the identity of the arguments, and keeps those alive, so that no others get the same identity.
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function
        self.known: dict[tuple[int, ...], tuple[tuple[Any, ...], Callable[[], Any]]] = {}
        functools.update_wrapper(self, function)

    def __call__(self, *args: Any) -> Any:
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
