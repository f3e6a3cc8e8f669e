"""`autograder demo`."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from autograder.commands.terminal import console
from autograder.model.errors import AutograderError

EXAMPLES = """Examples:

    autograder demo                   # into the folder autograder-demo
    autograder demo /tmp/look --quick # three submissions of one assignment

Exit codes: 0 done; 2 could not do it, and says why.
"""
_LOOK = {
    "feedback/*/*/*.html": "what students read: begin with last-step-only",
    "*-report.html": "the class: hard questions, misconceptions, what to look at",
    "fairness-*.html": "why the checks are fair, for a student who appeals",
    "results-*.json": "every verdict, for scripts",
}
_TRY = {
    "cd {folder}": "",
    "autograder grade {assignment}": "at once: nothing has changed",
    "autograder regrade {assignment} --drop": "who would change, after a question did",
    "nbgrader export": "grades.csv",
    "jupyter lab": "its Formgrader shows what waits for a person",
}


def demo(
    folder: Annotated[Path, typer.Argument(help="Where to write it: a new folder, or an empty one.")] = Path(
        "autograder-demo"
    ),
    quick: Annotated[
        bool, typer.Option("--quick", help="Three submissions of one assignment, and no check of its questions.")
    ] = False,
) -> None:
    """Write a course with a class of submissions, and grade it before your eyes.

    Reads nothing but this package.
    Writes a course into the folder: source/, release/, submitted/, and all that
    checking, grading, feedback and report make of it.
    """
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise AutograderError(f"{folder} is not an empty folder; name another one: `autograder demo {folder}-2`")
    from autograder.demo.show import build, run, steps

    assignments = build(folder, quick)
    for assignment in assignments:
        for command, accepted in steps(assignment, quick):
            console.rule(f"[bold]{' '.join(command)}", align="left")
            if (code := run(command, folder)) not in accepted:
                raise AutograderError(
                    f"`{' '.join(command)}` ended with exit code {code} in {folder}; it says why above"
                )
    _tell(f"Where to look next, in {folder}", {place: why for place, why in _LOOK.items() if any(folder.glob(place))})
    known = {"folder": shlex.quote(str(folder)), "assignment": assignments[0]}
    _tell("What to try next", {command.format(**known): why for command, why in _TRY.items()})


def _tell(title: str, lines: dict[str, str]) -> None:
    console.rule(f"[bold]{title}", align="left")
    width = max(map(len, lines))
    for what, why in lines.items():
        console.print(f"{what:{width}}   {why}".rstrip(), markup=False, highlight=False, soft_wrap=True)
