"""The environment of students' code: the versions, and the modules that it can import."""

from __future__ import annotations

import platform
import sys
from functools import cache
from importlib.metadata import version
from pathlib import Path

from autograder.sandbox.libraries import visible_files

_NAMES = {"numpy": "NumPy", "scipy": "SciPy", "sympy": "SymPy", "matplotlib": "Matplotlib"}
_NOT_MODULES = (".dist-info", ".egg-info", ".libs", ".pth")


@cache
def versions(more: tuple[str, ...] = ()) -> dict[str, str]:
    """Return the versions that run students' code, by name; of Python only the first two numbers.

    Parameters
    ----------
    more : tuple of str
        Names of the course's own libraries.
    """
    python = ".".join(platform.python_version_tuple()[:2])
    return {"Python": python, **{_NAMES.get(name, name): version(name) for name in (*_NAMES, *more)}}


@cache
def library_modules(more: tuple[str, ...] = ()) -> frozenset[str]:
    """Return the modules of the libraries that the sandbox shows, without those of Python itself."""
    names = (Path(path).name for path in visible_files(more).packages)
    return frozenset(name.partition(".")[0] for name in names if not name.endswith(_NOT_MODULES))


def has_module(name: str, more: tuple[str, ...] = ()) -> bool:
    """Whether Python or a library of the sandbox has a module of this name."""
    return name in sys.stdlib_module_names or name in library_modules(more)
