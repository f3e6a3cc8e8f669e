"""`autograder doctor`."""

from __future__ import annotations

import typer

from autograder.commands.options import LevelOption
from autograder.commands.terminal import console

EXAMPLES = """Examples:

    autograder doctor                # every level, from the strongest down
    autograder doctor --level ns     # and fail where this one is not to be had

Exit codes: 0 a level protects (or the one that is asked for); 1 none does.
"""


def doctor(level: LevelOption = None) -> None:
    """Say which sandbox this machine can give, what is missing, and the command that enables it.

    Tries to break out of every level, in a real child. Needs no course, and
    writes nothing.
    """
    from autograder.reports import diagnosis
    from autograder.sandbox import level_reports

    reports = level_reports()
    for line in diagnosis(reports):
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    protects = [report.level for report in reports if report.available]
    raise typer.Exit(0 if (level in protects if level else protects) else 1)
