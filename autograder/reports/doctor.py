"""What this machine offers to protect the grader, for the person at the terminal."""

from __future__ import annotations

import platform
import shutil
from collections.abc import Iterator, Sequence
from importlib.metadata import version

from autograder.sandbox.levels import LevelReport

LIBRARIES = ("nbgrader", "numpy", "scipy", "sympy", "matplotlib", "ipython", "pyseccomp")


def diagnosis(reports: Sequence[LevelReport]) -> Iterator[str]:
    """Yield lines: the machine, every level from the strongest down, and the level that grading will use."""
    yield f"Python {platform.python_version()} on {platform.system()} {platform.release()} ({platform.machine()})"
    yield ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    yield f"bubblewrap: {shutil.which('bwrap') or 'not found'}"
    for report in reports:
        yield ""
        yield f"level {report.level}: {'available' if report.available else 'NOT available'}"
        yield f"  what it adds: {report.protects}"
        if report.report is not None:
            yield f"  blocked: {', '.join(report.report.blocked)}"
            yield f"  open: {', '.join(report.report.open) or 'nothing'}"
        if report.problem:
            yield f"  why not: {report.problem}"
        for remedy in report.remedies:
            yield f"  try: {remedy}"
    yield ""
    best = next((report.level for report in reports if report.available), None)
    if best is None:
        yield "No level protects the grader here: `autograder grade` refuses, unless it is forced."
    else:
        yield f"Grading uses level {best}; it is stored with every grade."
