"""One submission that was graded: what comes back from a worker, and is then written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from autograder.sandbox import SandboxReport
from autograder.store.results import Summary


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
