"""The only room where students' code runs."""

from autograder.sandbox.ladder import ladder, open_sandbox, weakest
from autograder.sandbox.sandbox import Sandbox
from autograder.sandbox.steps import Ask, AskResult, Budget, Cell, CellResult, SandboxReport

__all__ = [
    "Ask",
    "AskResult",
    "Budget",
    "Cell",
    "CellResult",
    "Sandbox",
    "SandboxReport",
    "ladder",
    "open_sandbox",
    "weakest",
]
