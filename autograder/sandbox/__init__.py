"""The sandbox, the only place where students' code runs.

The grader uses `levels` and `sandbox`. The code in `inside` runs in the sandbox; the other modules start the sandbox,
communicate with it and test it.
"""

from typing import TYPE_CHECKING, Any

from autograder.sandbox.levels import level_reports, open_sandbox, prepare, weakest_report
from autograder.sandbox.steps import Ask, AskResult, Budget, Cell, CellResult, SandboxReport

if TYPE_CHECKING:
    from autograder.sandbox.sandbox import Sandbox

__all__ = [
    "Ask",
    "AskResult",
    "Budget",
    "Cell",
    "CellResult",
    "Sandbox",
    "SandboxReport",
    "level_reports",
    "open_sandbox",
    "prepare",
    "weakest_report",
]


def __getattr__(name: str) -> Any:
    """Import `Sandbox`, and NumPy with it, when it is first used. Saves 0.11 s of a command's start."""
    if name != "Sandbox":
        raise AttributeError(name)
    from autograder.sandbox.sandbox import Sandbox

    return Sandbox
