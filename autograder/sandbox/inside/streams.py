"""Redirect the standard streams of a process that runs students' code."""

from __future__ import annotations

import builtins
import getpass  # once in the zygote, rather than in every child
import io
import sys
from typing import Any

from IPython.core.error import StdinNotImplementedError

from .outputs import Outputs, Stream


def redirect_streams(outputs: Outputs) -> None:
    """Send standard output and error to `outputs`, and make `input` raise instead of waiting."""
    sys.stdout, sys.stderr = Stream(outputs, "stdout", 1), Stream(outputs, "stderr", 2)
    sys.stdin = io.StringIO("")
    builtins.input = getpass.getpass = _no_input


def _no_input(*_: Any, **__: Any) -> str:
    raise StdinNotImplementedError("input() is not available during grading")
