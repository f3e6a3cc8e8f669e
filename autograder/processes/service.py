"""What a served module provides, and how an exception gets back to the caller."""

from __future__ import annotations

import pickle
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Service:
    """How a process answers calls.

    Attributes
    ----------
    answer : callable
        Takes a request and returns the answer.
    introduction : object
        Sent once, when the service is ready.
    fork : bool
        Whether a process of its own serves each connection. It may die or be killed; the others stay. Otherwise a
        thread does.
    memory_mb : int, optional
        How much more memory a fork may use than the process that it was forked from.
    prepare : callable
        Called once the introduction is sent: imports that calls need, and the client not yet.
    close : callable
        Cleans up at the end.
    """

    answer: Callable[[Any], object]
    introduction: object = None
    fork: bool = False
    memory_mb: int | None = None
    prepare: Callable[[], object] = lambda: None
    close: Callable[[], object] = lambda: None


@dataclass(frozen=True)
class Failure:
    """An exception, on its way to the caller."""

    error: Exception

    @classmethod
    def of(cls, error: Exception) -> Failure:
        """Return a failure that can be sent: some libraries' exceptions can be pickled, but not unpickled."""
        error.add_note(traceback.format_exc())
        try:
            pickle.loads(pickle.dumps(error))
        except Exception:
            return cls(RuntimeError(traceback.format_exc()))
        return cls(error)
