"""What is asked of a student's code, and what comes back."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Probe:
    """One thing that is asked of the student's namespace.

    Parameters
    ----------
    name : str
        The name that the notebook asks for.
    args : tuple or None
        Arguments of a call; None asks for the value of `name` itself.
    ground : str
        What is special about this case, in words that a student may read ("k = t", "n = d = 1").
        Never the inputs themselves.
    """

    name: str
    args: tuple[Any, ...] | None = None
    ground: str = ""


@dataclass(frozen=True)
class Expression:
    """A SymPy value as a table of whitelisted nodes; nothing of it has been evaluated yet."""

    nodes: tuple[Any, ...]


@dataclass(frozen=True)
class Opaque:
    """A value that does not cross the wall (a function, a student's own class); only its type's name does."""

    type_name: str


@dataclass(frozen=True)
class Returned:
    """The code gave a value: None, bool, int, float, complex, str, bytes, list, tuple, dict, frozenset, range,
    a NumPy array or scalar, an `Expression` or an `Opaque`.
    """

    value: Any
    changed: tuple[int, ...] = ()
    """Positions of the arguments that the call changed in place."""
    warnings: tuple[str, ...] = ()
    """Category names of the warnings that the call raised."""


@dataclass(frozen=True)
class Raised:
    """The code raised. The message stays inside: it could carry hidden inputs."""

    kind: str
    cell: str | None = None
    line: int | None = None


@dataclass(frozen=True)
class Missing:
    """The name is not defined, or is not a function where one was to be called."""

    reason: str


class Stop(enum.StrEnum):
    """Why the sandbox ended a student's code."""

    TIME = "time"
    MEMORY = "memory"
    OUTPUT = "output"
    DIED = "died"
    PROTOCOL = "protocol"
    BUDGET = "budget"
    """The submission's total budget was used up before this was asked: nobody knows the answer."""
    SANDBOX = "sandbox"
    """Our own fault: nobody knows the answer."""


@dataclass(frozen=True)
class Stopped:
    """The code was ended before it answered."""

    why: Stop


Answer = Returned | Raised | Missing | Stopped


@dataclass(frozen=True)
class Response:
    """All that a student gave for one question.

    Attributes
    ----------
    probes, answers : tuple
        What was asked and what came back, in the same order. Empty for a written question.
    text : str
        Source of the student's solution cell, or of the written cell.
    untouched : bool
        The cell is still as it was released, blank, or gone.
    """

    probes: tuple[Probe, ...] = ()
    answers: tuple[Answer, ...] = ()
    text: str = ""
    untouched: bool = False
