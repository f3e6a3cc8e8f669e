"""The output of `autograder doctor`: the sandbox levels of this machine."""

from __future__ import annotations

import platform
import shutil
from collections.abc import Iterator, Sequence
from importlib.metadata import version

from autograder.sandbox.environment import versions
from autograder.sandbox.levels import LevelReport

LIBRARIES = ("nbgrader", "ipython", "pyseccomp")


def diagnosis(reports: Sequence[LevelReport]) -> Iterator[str]:
    """Yield lines of text: the machine, every level from the strongest down, and the level that grading will use."""
    yield f"Python {platform.python_version()} on {platform.system()} {platform.release()} ({platform.machine()})"
    yield ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    graded_with = ", ".join(f"{name} {number}" for name, number in versions().items())
    yield f"students' code runs with {graded_with}; their notebooks should run with these versions"
    yield f"bubblewrap: {shutil.which('bwrap') or 'not found'}"
    for report in reports:
        yield ""
        yield f"level {report.level}: {'available' if report.available else 'not available'}"
        yield f"  protection: {report.protection}"
        if report.report is not None:
            yield f"  blocked: {', '.join(report.report.blocked)}"
            yield f"  open: {', '.join(report.report.open) or 'nothing'}"
        if report.problem:
            yield f"  problem: {report.problem}"
        for hint in report.hints:
            yield f"  try: {hint}"
    yield ""
    best = next((report.level for report in reports if report.available), None)
    if best is None:
        yield "No sandbox level works on this machine. `autograder grade` refuses to run without --force."
    else:
        yield f"Grading uses level {best}, and stores it with every grade."
