"""`autograder doctor`."""

from __future__ import annotations

import typer

from autograder.commands.options import LevelOption
from autograder.commands.terminal import console

EXAMPLES = """Examples:

    autograder doctor                # test every level, strongest first
    autograder doctor --level ns     # fail unless this level works

Exit codes: 0 a level works (with --level: this one); 1 none does.
"""


def doctor(level: LevelOption = None) -> None:
    """Test which sandbox levels work on this machine and show how to enable the others.

    Starts a sandbox at every level and tries to break out of it.
    Needs no course and writes nothing.
    """
    from autograder.reports import diagnosis
    from autograder.sandbox import level_reports

    reports = level_reports()
    for line in diagnosis(reports):
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    protects = [report.level for report in reports if report.available]
    raise typer.Exit(0 if (level in protects if level else protects) else 1)
