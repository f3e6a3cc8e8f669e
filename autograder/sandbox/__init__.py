"""The only room where students' code runs."""

from typing import TYPE_CHECKING, Any

from autograder.sandbox.levels import get_ready, level_reports, open_sandbox, weakest
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
    "get_ready",
    "level_reports",
    "open_sandbox",
    "weakest",
]


def __getattr__(name: str) -> Any:
    """Import what talks to students' code, with NumPy, when it is used. Saves 0.11 s of a command's start."""
    if name != "Sandbox":
        raise AttributeError(name)
    from autograder.sandbox.sandbox import Sandbox

    return Sandbox
