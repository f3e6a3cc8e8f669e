"""What to ask a student's code, and what comes back."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Any

from autograder._deprecated import renamed_arguments


@renamed_arguments(ground="label")
@dataclass(frozen=True)
class Probe:
    """One thing to ask the student's namespace.

    Parameters
    ----------
    name : str
        The name that the notebook asks for.
    args : tuple or None
        Arguments of a call; None asks for the value of `name` itself.
    label : str
        What is special about this case, in words that students may read ("k = t", "n = d = 1"); never the inputs.
    """

    name: str
    args: tuple[Any, ...] | None = None
    label: str = ""


@dataclass(frozen=True)
class Expression:
    """A SymPy value as a table of whitelisted nodes; nothing in it has been evaluated."""

    nodes: tuple[Any, ...]


@dataclass(frozen=True)
class Opaque:
    """A value that cannot leave the sandbox, such as a function or a student's own object; its type's name can."""

    type_name: str


@dataclass(frozen=True)
class Returned:
    """The code returned a value.

    Attributes
    ----------
    value : object
        None, bool, int, float, complex, str, bytes, list, tuple, dict, frozenset, range, a NumPy array or scalar, an
        `Expression` or an `Opaque`.
    changed : tuple of int
        Positions of the arguments that the call changed in place.
    warnings : tuple of str
        Names of the categories of the warnings that the call raised.
    """

    value: Any
    changed: tuple[int, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Raised:
    """The code raised an exception. Its message stays in the sandbox: it could contain hidden inputs.

    Attributes
    ----------
    kind : str
        Name of the exception's type.
    cell, line : str and int, optional
        Where in the student's notebook: the cell's `grade_id` or id, and the line.
    version : bool
        Whether the code may run with another version of Python or of a library. A student can forge it, and only make
        a wrong answer undecided with that.
    """

    kind: str
    cell: str | None = None
    line: int | None = None
    version: bool = False


@dataclass(frozen=True)
class Missing:
    """The name is not defined, or is called but not callable; `reason` says which."""

    reason: str


class Stop(enum.StrEnum):
    """Why the sandbox stopped a student's code."""

    TIME = "time"
    MEMORY = "memory"
    OUTPUT = "output"
    DIED = "died"
    PROTOCOL = "protocol"
    BUDGET = "budget"
    """The submission's total budget was used up before this was asked: the answer is unknown."""
    BUSY = "busy"
    """Something kept the code from running, such as a busy or suspended machine: the answer is unknown."""
    SANDBOX = "sandbox"
    """The sandbox failed, through no fault of the student: the answer is unknown."""


@dataclass(frozen=True)
class Stopped:
    """The code was stopped before it answered."""

    why: Stop


Answer = Returned | Raised | Missing | Stopped


@dataclass(frozen=True)
class Response:
    """A student's answer to one question.

    Attributes
    ----------
    probes, answers : tuple
        What was asked and what came back, in the same order. Empty for an answer in Markdown.
    text : str
        Source of the student's solution cell, or of the Markdown cell.
    untouched : bool
        The cell is still as it was released, is empty, or was deleted.
    """

    probes: tuple[Probe, ...] = ()
    answers: tuple[Answer, ...] = ()
    text: str = ""
    untouched: bool = False
