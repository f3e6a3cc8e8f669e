"""What travels to a worker, and what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from autograder.assignments.origin import Origin
from autograder.sandbox import SandboxReport
from autograder.submission import HandedIn, Release, Submission, understand
from autograder.summary import Summary


@dataclass(frozen=True)
class Setting:
    """What all submissions of a run have in common.

    Attributes
    ----------
    release : Release
        The frame in which submissions are read.
    level : str or None
        The sandbox level to use; None for the strongest that works.
    force : bool
        Whether to grade where no level protects.
    origin : Origin or None
        Where the questions come from; None for this package.
    notebook : str or None
        The only notebook that is to be graded; None for all.
    """

    release: Release
    level: str | None = None
    force: bool = False
    origin: Origin | None = None
    notebook: str | None = None

    def understood(self, handed_in: HandedIn, student: str) -> Submission:
        """Return what was handed in, as far as it is to be graded."""
        submission = understand(handed_in, student, self.release)
        return submission if self.notebook is None else submission.only(self.notebook)

    @property
    def questions(self) -> Origin:
        """Where the questions come from."""
        return self.origin or Origin(self.release.assignment)


@dataclass(frozen=True)
class Task:
    """One submission to be graded."""

    student: str
    handed_in: HandedIn


@dataclass(frozen=True)
class Graded:
    """One submission that was graded.

    Attributes
    ----------
    pages : mapping
        The autograded notebooks, as text, by name.
    sandbox : SandboxReport
        What the sandbox was seen to block where this was graded.
    seconds : float
        Wall time that grading it took; of no other grading's concern.
    """

    summary: Summary
    pages: Mapping[str, str]
    sandbox: SandboxReport
    seconds: float = 0.0

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Graded:
        """Read back what `to_json` made."""
        sandbox = SandboxReport.from_json(values["sandbox"])
        return cls(Summary.from_json(values["summary"]), values["pages"], sandbox, values["seconds"])

    def to_json(self) -> dict[str, Any]:
        """Return plain values."""
        return {
            "summary": self.summary.to_json(),
            "pages": dict(self.pages),
            "sandbox": self.sandbox.to_json(),
            "seconds": self.seconds,
        }
