"""The only room where students' code runs."""

from autograder.sandbox.sandbox import Sandbox, open_sandbox
from autograder.sandbox.selftest import SandboxReport
from autograder.sandbox.steps import Ask, AskResult, Budget, Cell, CellResult

__all__ = ["Ask", "AskResult", "Budget", "Cell", "CellResult", "Sandbox", "SandboxReport", "open_sandbox"]
