"""What a course author writes: questions, misconceptions and assignments."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from autograder.model.answers import Probe, Response
from autograder.model.verdicts import Verdict

if TYPE_CHECKING:
    import numpy as np  # who starts a sandbox does without


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
