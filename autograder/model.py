"""What travels through the grader: probe -> answer -> verdict, and the questions that connect them.

Everything here is an immutable value. Nothing here knows nbgrader, the sandbox or a file.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np


class Outcome(enum.StrEnum):
    """What we concluded about one question: `correct`, `partial`, `incorrect`, `unanswered` or `undecided`."""

    CORRECT = "correct"
    PARTIAL = "partial"
    INCORRECT = "incorrect"
    UNANSWERED = "unanswered"
    UNDECIDED = "undecided"


# --- what is asked of the student's code, and what comes back -----------------------------------


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


# --- what is concluded --------------------------------------------------------------------------


@dataclass(frozen=True)
class Verdict:
    """What was concluded about one question, and what the student is told.

    Parameters
    ----------
    outcome : Outcome
    credit : float or None
        Fraction of the points in [0, 1]; None while undecided.
    feedback : str
        Plain text for the student: what differs, on which public ground, which concept. Never hidden inputs,
        expected values or code. It may hold LaTeX between dollar signs; whoever shows it escapes it.
    misconception : str or None
        Name of the misconception that was recognised.
    suggestion : float or None
        For an undecided answer: the credit that the checks would suggest to a person.
    margin : float or None
        Relative error divided by the tolerance; for instructors only.
    near_miss : str or None
        Why a person may want to look although nobody has to, or what could not be told; for instructors only.
    """

    outcome: Outcome
    credit: float | None
    feedback: str = ""
    misconception: str | None = None
    suggestion: float | None = None
    margin: float | None = None
    near_miss: str | None = None

    def __post_init__(self) -> None:
        allowed = {
            Outcome.CORRECT: self.credit == 1.0,
            Outcome.PARTIAL: self.credit is not None and 0.0 < self.credit < 1.0,
            Outcome.INCORRECT: self.credit == 0.0,
            Outcome.UNANSWERED: self.credit == 0.0,
            Outcome.UNDECIDED: self.credit is None,
        }
        if not allowed[self.outcome]:
            raise ValueError(f"credit {self.credit!r} does not go with {self.outcome}")


def correct(feedback: str = "", **more: Any) -> Verdict:
    """The verdict with all points."""
    return Verdict(Outcome.CORRECT, 1.0, feedback, **more)


def incorrect(feedback: str, **more: Any) -> Verdict:
    """The verdict without points."""
    return Verdict(Outcome.INCORRECT, 0.0, feedback, **more)


def unanswered(feedback: str = "Nothing was written here.") -> Verdict:
    """The verdict on nothing: no points, and no person has to look."""
    return Verdict(Outcome.UNANSWERED, 0.0, feedback)


def undecided(feedback: str, *, near_miss: str | None = "no check could decide", **more: Any) -> Verdict:
    """The verdict that is left to a person."""
    return Verdict(Outcome.UNDECIDED, None, feedback, near_miss=near_miss, **more)


def credited(credit: float, feedback: str, **more: Any) -> Verdict:
    """The verdict that goes with a credit: correct at 1, incorrect at 0, partial between."""
    outcome = Outcome.CORRECT if credit == 1 else Outcome.INCORRECT if credit == 0 else Outcome.PARTIAL
    return Verdict(outcome, float(credit), feedback, **more)


# --- what a course author writes ----------------------------------------------------------------


@dataclass(frozen=True)
class Misconception:
    """An executable wrong answer with a name and a hint.

    Attributes
    ----------
    name : str
        A short name, shown to instructors and students ("columns scaled").
    hint : str
        Which idea is missing, and a question that points to it; never corrected code.
    wrong : callable
        The wrong solution, with the reference's arguments.
    credit : float
        What it earns, 0 <= credit < 1.
    """

    name: str
    hint: str
    wrong: Callable[..., Any]
    credit: float = 0.0


def misconception(credit: float = 0.0) -> Callable[[Callable[..., Any]], Misconception]:
    """Make a misconception of a wrong solution: its name is the function's, its hint the docstring."""

    def decorate(wrong: Callable[..., Any]) -> Misconception:
        hint = " ".join((wrong.__doc__ or "").split())
        if not hint:
            raise ValueError(f"misconception {wrong.__name__} needs a docstring: it is what the student reads")
        return Misconception(wrong.__name__.replace("_", " "), hint, wrong, credit)

    return decorate


@dataclass(frozen=True)
class Limits:
    """What a student's code may use.

    Attributes
    ----------
    seconds, cpu_seconds : float
        Wall and processor time of one step: a cell, or all probes of one question.
    output_kb : int
        What one cell may show; the rest is left out.
    memory_mb, disk_mb, processes : int
        What all of a notebook's code may hold at any time. A question that needs more raises it for its notebook:
        cells and questions share a process. Threads are meant by processes; there are no others.
    """

    seconds: float = 15.0
    cpu_seconds: float = 5.0
    memory_mb: int = 1024
    disk_mb: int = 64
    output_kb: int = 1024
    processes: int = 64


@dataclass(frozen=True, kw_only=True)
class Question:
    """One gradable thing: a `grade_id`, what to ask, and how to judge what comes back.

    Subclasses live in `checks/`. A question is a pure value: no I/O, no clock, no globals.
    """

    name: str
    limits: Limits | None = None
    """Limits for this question's probes where they differ from the assignment's."""
    uses: tuple[str, ...] = ()
    """Names of earlier questions whose functions an answer may call: where both are wrong, look there first."""

    def probes(self, rng: np.random.Generator) -> tuple[Probe, ...]:
        """What is asked of the student's code; empty for a written question."""
        return ()

    def judge(self, response: Response) -> Verdict:
        """Conclude. Total: any response gives a verdict, an exception is our own fault."""
        raise NotImplementedError

    @property
    def names(self) -> tuple[str, ...]:
        """The names that the solution cell has to define."""
        return ()


@dataclass(frozen=True)
class Assignment:
    """The questions of one assignment, by notebook, in the notebooks' order."""

    name: str
    notebooks: Mapping[str, tuple[Question, ...]]
    limits: Limits = field(default_factory=Limits)
    confirm_written: bool = False
    """Whether a person confirms also those written answers that were verified as a whole."""
    notebook_seconds: float = 240.0
    """Wall time that the code of one submitted notebook may use in all, so that no submission can hold up a class."""
    notebook_output_kb: int = 8192
    """What all cells of one submitted notebook may show together."""
