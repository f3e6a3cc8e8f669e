"""The wrong answers that are known, one module for every name that is asked for; students read their docstrings."""

from __future__ import annotations

from importlib import import_module

from autograder import Misconception


def known(name: str) -> tuple[Misconception, ...]:
    """Return the misconceptions of a module here, in the order in which they stand: the first that fits is named."""
    module = import_module(f"{__name__}.{name}")
    return tuple(value for value in vars(module).values() if isinstance(value, Misconception))
