"""What is asked of the sandbox, and what it says."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from autograder.model import Answer, Limits, Probe, Raised, Stopped


@dataclass(frozen=True)
class Cell:
    """Run a cell. Where `show` is False its outputs are dropped."""

    id: str
    source: str
    show: bool = True
    limits: Limits | None = None


@dataclass(frozen=True)
class Ask:
    """Send a question's probes."""

    question: str
    probes: tuple[Probe, ...]
    limits: Limits | None = None


@dataclass(frozen=True)
class CellResult:
    """How a cell ran: outputs as a notebook stores them."""

    outputs: tuple[Mapping[str, Any], ...] = ()
    raised: Raised | None = None
    stopped: Stopped | None = None
    execution_count: int | None = None


@dataclass(frozen=True)
class AskResult:
    """The answers to a question's probes, in their order."""

    answers: tuple[Answer, ...]


class Budget:
    """Wall time that several runs share."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Return the seconds that are left; never less than zero."""
        return max(0.0, self._end - time.monotonic())
