"""`autograder init`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from autograder.commands.options import SETTINGS, CourseOption
from autograder.commands.terminal import console

EXAMPLES = """Examples:

    autograder init            # shows the lines, and asks before it writes them
    autograder init --yes      # writes them at once
    autograder init --remove   # takes them out again

Exit codes: 0 done; 1 nothing was written; 2 failed, with the reason.
"""


def init(
    yes: Annotated[bool, typer.Option("--yes", help="Write without asking.")] = False,
    remove: Annotated[bool, typer.Option("--remove", help="Take the lines out again.")] = False,
    course: CourseOption = Path("."),
) -> None:
    """Make nbgrader's own commands grade with this program.

    Reads nbgrader_config.py.
    Writes lines into it, so that `nbgrader autograde` and formgrader give the same
    results as `autograder grade`, which needs no such lines.
    """
    from autograder.store import wiring

    path = course / SETTINGS
    before = path.read_text(encoding="utf-8")
    after = wiring.removed(before) if remove else wiring.added(before)
    if after == before:
        state = "has no lines of this program" if remove else "has these lines already"
        console.print(f"{path} {state}", markup=False, highlight=False, soft_wrap=True)
        return
    verb = "remove from" if remove else "add to"
    console.print(f"Lines to {verb} {path}:\n\n{wiring.LINES}", markup=False, highlight=False, soft_wrap=True)
    if not yes and not typer.confirm("Change the file?"):
        raise typer.Exit(1)
    path.write_text(after, encoding="utf-8")
    console.print(f"Changed {path}", markup=False, highlight=False, soft_wrap=True)
