"""What this machine offers to protect the grader, for the person at the terminal."""

from __future__ import annotations

import platform
import shutil
from collections.abc import Iterator, Sequence
from importlib.metadata import version

from autograder.sandbox.ladder import Rung

LIBRARIES = ("nbgrader", "numpy", "scipy", "sympy", "matplotlib", "ipython", "pyseccomp")


def diagnosis(rungs: Sequence[Rung]) -> Iterator[str]:
    """Yield lines: the machine, every level from the strongest down, and the level that grading will use."""
    yield f"Python {platform.python_version()} on {platform.system()} {platform.release()} ({platform.machine()})"
    yield ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    yield f"bubblewrap: {shutil.which('bwrap') or 'not found'}"
    for rung in rungs:
        yield ""
        yield f"level {rung.level}: {'available' if rung.available else 'NOT available'}"
        yield f"  what it adds: {rung.protects}"
        if rung.report is not None:
            yield f"  blocked: {', '.join(rung.report.blocked)}"
            yield f"  open: {', '.join(rung.report.open) or 'nothing'}"
        if rung.problem:
            yield f"  why not: {rung.problem}"
        for remedy in rung.remedies:
            yield f"  try: {remedy}"
    yield ""
    best = next((rung.level for rung in rungs if rung.available), None)
    if best is None:
        yield "No level protects the grader here: `autograder grade` refuses, unless it is forced."
    else:
        yield f"Grading uses level {best}; it is stored with every grade."
