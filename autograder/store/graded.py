"""A graded submission: what a worker sends back, and what the ledger keeps of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from autograder.model.result import SubmissionResult
from autograder.sandbox import SandboxReport


@dataclass(frozen=True)
class Entry:
    """The ledger's entry for a graded submission.

    Attributes
    ----------
    key : str
        Content key of everything that the result depends on.
    result : SubmissionResult
    sandbox : SandboxReport
        What the sandbox was seen to block where the submission was graded.
    digests : mapping
        Digests of the autograded notebooks, by name.
    seconds : float
        Wall time that grading took.
    """

    key: str
    result: SubmissionResult
    sandbox: SandboxReport
    digests: Mapping[str, str]
    seconds: float = 0.0


@dataclass(frozen=True)
class Graded:
    """A submission on its way from a worker to the gradebook.

    Attributes
    ----------
    entry : Entry
    notebooks : mapping
        The autograded notebooks as text, by name.
    """

    entry: Entry
    notebooks: Mapping[str, str]
