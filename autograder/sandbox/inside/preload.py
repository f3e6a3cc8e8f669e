"""Import a course's libraries in the fork server, so that all children share them."""

from __future__ import annotations

import importlib
import os
import warnings
from collections.abc import Iterable

from .encoding import course_modules


def import_once(statements: Iterable[str]) -> str:
    """Run import statements; return why a library cannot be imported here, or "".

    A notebook may do without a module that a library lacks, so only the libraries themselves have to be there.
    """
    for statement in statements:
        top = statement.split()[1].partition(".")[0]
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                exec(statement, {})
        except BaseException:
            try:
                importlib.import_module(top)
            except BaseException as error:
                return f"`import {top}` fails in the sandbox ({type(error).__name__}: {error})"
        if len(os.listdir("/proc/self/task")) > 1:
            return f"`import {top}` starts threads, which cannot be shared between submissions"
    _adapt()
    return ""


def _adapt() -> None:
    """Let threadpoolctl, which scikit-learn uses, look for libraries elsewhere than in /proc: children have none."""
    if "threadpoolctl" in course_modules:
        import threadpoolctl  # type: ignore[import-untyped,import-not-found,unused-ignore]

        threadpoolctl._HAS_PROCFS = False
