"""Modules, names and arguments that have moved: the old ones work for one release, with a `DeprecationWarning`."""

from __future__ import annotations

import functools
import sys
import warnings
from collections.abc import Callable
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any, TypeVar

T = TypeVar("T")

MODULES = {
    "asking": "grading.notebook_runner",
    "check": "release_check.check",
    "checks": "questions",
    "checks.closeness": "questions.tolerance",
    "checks.nearness": "questions.near_miss",
    "checks.several": "questions.multi_part",
    "checks.telling": "questions.feedback",
    "checks.trouble": "questions.no_value",
    "checks.written": "questions.manually_graded",
    "cohort": "batch",
    "cohort.ledger": "store.ledger",
    "cohort.records": "store.records",
    "course": "store.course",
    "errors": "model.errors",
    "exports": "nbgrader.exports",
    "fairness": "release_check.fairness",
    "feedback": "nbgrader.feedback",
    "folders": "store.atomic",
    "gate": "release_check.lint",
    "gradebook": "store.gradebook",
    "imports": "processes.startup",
    "judging": "grading.judge",
    "names": "assignments.discovery",
    "pages": "store.autograded",
    "pages.page": "store.autograded.notebook",
    "preprocessors": "nbgrader.preprocessors",
    "reference": "assignments.reference",
    "report": "reports",
    "submission": "grading.submission",
}
"""Old module to new one, below this package; the modules of a package have moved with it."""

NAMES = {
    ("questions.layouts", "Group"): "Tuple",
    ("questions.layouts", "One"): "Array",
    ("questions.layouts", "Table"): "Dict",
    ("questions.layouts", "Terms"): "IndexTuples",
    ("questions.manually_graded", "Written"): "ManuallyGraded",
    ("questions.multi_part", "Several"): "MultiPart",
    ("questions.tolerance", "Closeness"): "Tolerance",
}
"""New module and old name to the new name there."""

_PACKAGE = __name__.rpartition(".")[0]


def install() -> None:
    """Let old module names be imported."""
    sys.meta_path.append(_Finder())


def moved(name: str) -> str | None:
    """Return the new name of a module of this package; None if it has not moved."""
    package, _, path = name.partition(".")
    if package != _PACKAGE:
        return None
    head, tail = path, ""
    while head and head not in MODULES:
        head, _, last = head.rpartition(".")
        tail = f".{last}{tail}"
    return f"{_PACKAGE}.{MODULES[head]}{tail}" if head else None


class _Finder(MetaPathFinder, Loader):
    """Finds old modules: empty ones that fetch every name from the new module."""

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> ModuleSpec | None:
        return None if moved(fullname) is None else ModuleSpec(fullname, self, is_package=True)

    def exec_module(self, module: ModuleType) -> None:
        new = moved(module.__name__) or ""
        try:
            real = import_module(new)
        except ModuleNotFoundError as error:
            if error.name != new:
                raise
            raise ModuleNotFoundError(f"No module named {module.__name__!r}", name=module.__name__) from None
        _warn(f"{module.__name__} is now {new}")

        def fetch(name: str) -> Any:
            current = NAMES.get((new.removeprefix(f"{_PACKAGE}."), name))
            if current is not None:
                _warn(f"{name} is now {current} (from {_PACKAGE} import {current})")
            return getattr(real, current or name)

        module.__getattr__ = fetch  # type: ignore[method-assign]
        module.__doc__ = real.__doc__


def renamed_arguments(**current: str) -> Callable[[type[T]], type[T]]:
    """Make a class accept arguments by their old names.

    Parameters
    ----------
    **current : str
        Old name to new name.
    """

    def decorate(cls: type[T]) -> type[T]:
        make: Callable[..., None] = cls.__init__

        @functools.wraps(make)
        def initialise(self: T, *args: Any, **options: Any) -> None:
            for old in current.keys() & options.keys():
                _warn(f"the argument {old!r} of {cls.__name__} is now {current[old]!r}")
                options[current[old]] = options.pop(old)
            make(self, *args, **options)

        cls.__init__ = initialise  # type: ignore[method-assign, assignment]
        return cls

    return decorate


def _warn(message: str) -> None:
    warnings.warn(f"{message}; the old name will be removed in the next release", DeprecationWarning, stacklevel=3)
