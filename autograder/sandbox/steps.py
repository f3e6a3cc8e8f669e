"""What is asked of the sandbox, and what it says."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from autograder.model import Answer, Assignment, Limits, Probe, Raised, Stopped


@dataclass(frozen=True)
class Cell:
    """Run a cell of a notebook.

    Attributes
    ----------
    id : str
        What errors in this cell are reported under.
    source : str
    show : bool
        Whether its outputs are kept. Otherwise nothing is drawn or formatted.
    limits : Limits or None
        Time and output of this cell, where they differ from the program's.
    """

    id: str
    source: str
    show: bool = True
    limits: Limits | None = None


@dataclass(frozen=True)
class Ask:
    """Send the probes of a question, one by one. They share the time that `limits` give.

    Attributes
    ----------
    deferred : bool
        Ask when all cells have run, as if it were on the spot: names mean what they meant there. This is one attempt
        and a short one: when it ends the child, all questions that wait are stopped. So no output that anybody sees
        comes from code that has met a hidden input, and a function that hangs hangs only once.
    """

    question: str
    probes: tuple[Probe, ...]
    limits: Limits | None = None
    deferred: bool = False


@dataclass(frozen=True)
class CellResult:
    """How a cell ran.

    Attributes
    ----------
    outputs : tuple of dict
        Valid outputs of a version 4 notebook: known kinds, plain data, bounded.
    raised : Raised or None
        The error that ended the cell; its traceback is among the outputs.
    stopped : Stopped or None
        Why the cell was ended from outside. Then what it defined is lost.
    execution_count : int or None
        None for a blank cell.
    recovered : bool
        It raised, and what it would have defined below the line that failed was defined all the same.
    """

    outputs: tuple[dict[str, Any], ...] = ()
    raised: Raised | None = None
    stopped: Stopped | None = None
    execution_count: int | None = None
    recovered: bool = False


@dataclass(frozen=True)
class AskResult:
    """The answers to a question's probes, one for each, in their order."""

    answers: tuple[Answer, ...]


class Budget:
    """Wall time, and room for all that cells show, which several runs share; time begins to pass when it is made."""

    def __init__(self, seconds: float, output_kb: int = Assignment.notebook_output_kb) -> None:
        self._end = time.monotonic() + seconds
        self.output = output_kb << 10
        """Bytes that are left."""

    def left(self) -> float:
        """Return the seconds that are left, never less than zero."""
        return max(0.0, self._end - time.monotonic())

    def shown(self, size: int) -> None:
        """Note that a cell has shown so many bytes."""
        self.output = max(0, self.output - size)


@dataclass(frozen=True)
class SandboxReport:
    """What a sandbox was seen to block and to leave open, by attempts in a real child.

    Attributes
    ----------
    level : str
        ``ns``, ``outer``, ``landlock``, or ``none`` if it was forced.
    blocked, open : tuple of str
        Names of the attempts, see `escape_attempts`.
    """

    level: str
    blocked: tuple[str, ...]
    open: tuple[str, ...]

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> SandboxReport:
        """Read back what `to_json` made."""
        return cls(values["level"], tuple(values["blocked"]), tuple(values["open"]))

    def to_json(self) -> dict[str, Any]:
        """Return plain values, as a script reads them."""
        return {"level": self.level, "blocked": list(self.blocked), "open": list(self.open)}
