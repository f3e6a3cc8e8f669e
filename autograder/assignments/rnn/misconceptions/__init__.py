"""Known wrong answers, one module for each question; students read the docstrings as hints."""

from __future__ import annotations

from importlib import import_module

from autograder import Misconception


def known(question: str) -> tuple[Misconception, ...]:
    """Return the misconceptions of a module in their order there; the first match is named."""
    module = import_module(f"{__name__}.{question}")
    return tuple(value for value in vars(module).values() if isinstance(value, Misconception))
