"""The steps that a sandbox runs, their results, and the report on what it blocks."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from autograder.model import Answer, Assignment, Limits, Probe, Raised, Stopped
from autograder.processes.patience import LOOK_SECONDS


@dataclass(frozen=True)
class Cell:
    """Run a cell of a notebook.

    Attributes
    ----------
    id : str
        The cell's name in error reports.
    source : str
    show : bool
        Whether to keep its outputs. If not, nothing is drawn or formatted.
    limits : Limits or None
        Time and output limits of this cell; None for those of the run.
    only_definitions : bool
        Whether to run only its functions, classes, imports and constants.
    """

    id: str
    source: str
    show: bool = True
    limits: Limits | None = None
    only_definitions: bool = False


@dataclass(frozen=True)
class Ask:
    """Send the probes of a question, one by one.

    Attributes
    ----------
    question : str
        Name of the question.
    probes : tuple of Probe
    limits : Limits or None
        For all probes together; None for the limits of the run.
    deferred : bool
        Ask after all cells have run, with the names as they are at this place. So no stored output comes from code that
        has seen a hidden input. There is one short attempt: if it ends the child, all deferred questions that are still
        open are stopped. A question is also stopped if anything that its answer uses has changed since this place.
    """

    question: str
    probes: tuple[Probe, ...]
    limits: Limits | None = None
    deferred: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The names that the probes ask for."""
        return tuple({probe.name: None for probe in self.probes})

    @property
    def reads_only(self) -> bool:
        """Whether the probes only read values, and send no input."""
        return all(probe.args is None for probe in self.probes)


@dataclass(frozen=True)
class CellResult:
    """How a cell ran.

    Attributes
    ----------
    outputs : tuple of dict
        Valid outputs of a version 4 notebook: known types, plain data, bounded size.
    raised : Raised or None
        The exception that ended the cell; its traceback is among the outputs.
    stopped : Stopped or None
        Why the sandbox stopped the cell.
    interrupted : bool
        The cell was stopped at its time limit, and what it had defined until then is kept. Otherwise only its
        functions, classes, imports and constants are, in another child.
    execution_count : int or None
        None for a blank cell.
    recovered : bool
        The cell raised, and definitions below the failing line were run anyway.
    """

    outputs: tuple[dict[str, Any], ...] = ()
    raised: Raised | None = None
    stopped: Stopped | None = None
    execution_count: int | None = None
    recovered: bool = False
    interrupted: bool = False


@dataclass(frozen=True)
class AskResult:
    """The answers to a question's probes.

    Attributes
    ----------
    answers : tuple of Answer
        One for each probe, in order.
    open : bool
        A deferred question got no answer, or only to its first probes, so that it can be asked at its place in another
        run. This never depends on what an answer says: every question has one answer.
    """

    answers: tuple[Answer, ...]
    open: bool = False


class Budget:
    """Time and output that several runs share.

    Parameters
    ----------
    seconds : float
        Processor time, and time in which the code waits.
    output_kb : int
        Total size of all cell outputs in kB (1 kB = 1024 bytes).

    Attributes
    ----------
    output : int
        Bytes of output that are left.
    """

    def __init__(self, seconds: float, output_kb: int = Assignment.notebook_output_kb) -> None:
        self._seconds, self._looked = seconds, -math.inf
        self.output = output_kb << 10

    def left(self) -> float:
        """Return the seconds that are left; 0.0 if the time is up."""
        return max(0.0, self._seconds)

    def spend(self, seconds: float) -> None:
        """Subtract seconds of computing or waiting."""
        self._seconds -= seconds

    def next_look(self, now: float) -> float:
        """Return in how many seconds a meter has to look next, so that many short steps are measured, too."""
        return max(0.0, self._looked + LOOK_SECONDS - now)

    def looked(self, now: float) -> None:
        """Note that a meter has looked."""
        self._looked = now

    def shown(self, size: int) -> None:
        """Subtract the size in bytes of a cell's outputs."""
        self.output = max(0, self.output - size)


@dataclass(frozen=True)
class SandboxReport:
    """The result of a sandbox's self-test: which escape attempts it blocked in a real child.

    Attributes
    ----------
    level : str
        ``ns``, ``outer`` or ``landlock``; ``none`` if no level works and the sandbox was forced open.
    blocked, open : tuple of str
        Names of the attempts in `escape_attempts` that failed, and that succeeded.
    versions : tuple of (str, str)
        Python and the libraries that run students' code, each with its version.
    """

    level: str
    blocked: tuple[str, ...]
    open: tuple[str, ...]
    versions: tuple[tuple[str, str], ...] = ()
