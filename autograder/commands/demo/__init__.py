"""`autograder demo`. `classroom` fills a course with submissions, also for the tests; `show` runs the commands."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from autograder.commands.terminal import console
from autograder.model.errors import AutograderError

if TYPE_CHECKING:
    from autograder.commands.demo.show import Step

EXAMPLES = """Examples:

    autograder demo                   # creates the folder autograder-demo
    autograder demo /tmp/look --quick # three submissions to one assignment

Exit codes: 0 done; 2 failed, with the reason.
"""
_LOOK = {
    "feedback/*/*/*.html": "what students read; start with last-step-only",
    "*-report.html": "the class: hard questions, misconceptions, manual grading",
    "results-*.json": "every result, for scripts",
}
_TRY = {
    "cd {folder}": "",
    "autograder grade {assignment}": "grades only what has changed",
    "autograder regrade {assignment} --drop": "shows what an edited question changes",
    "nbgrader generate_assignment {assignment}": "makes release/ from source/",
    "nbgrader export": "writes grades.csv",
    "jupyter lab": "open Formgrader for manual grading",
}
_PROOF = """Optional: the release check tests the checks themselves, with right answers, known mistakes and small slips.
It takes several minutes. Press Ctrl-C to skip it; everything written so far stays.
"""


def demo(
    folder: Annotated[Path, typer.Argument(help="Where to create the course: a new or empty folder.")] = Path(
        "autograder-demo"
    ),
    quick: Annotated[
        bool, typer.Option("--quick", help="Grade three submissions to one assignment, without the release check.")
    ] = False,
) -> None:
    """Create a sample course with a class of submissions and grade it.

    Reads only this package.
    Writes a course into the folder: source/, release/ and submitted/, then the
    grades, feedback and class report.

    The release check comes last. It is optional: Ctrl-C skips it.
    """
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise AutograderError(f"{folder} is not an empty folder; choose another one: `autograder demo {folder}-2`")
    from autograder.commands.demo.show import build, proof, steps

    assignments = build(folder, quick)
    for assignment in assignments:
        for step in steps(assignment):
            _show(step, folder)
    _list(f"Where to look in {folder}", {place: why for place, why in _LOOK.items() if any(folder.glob(place))})
    known = {"folder": shlex.quote(str(folder)), "assignment": assignments[0]}
    _list("What to try next", {command.format(**known): why for command, why in _TRY.items()})
    if quick:
        return
    console.rule("[bold]Are the checks fair?", align="left")
    console.print(_PROOF)
    try:
        for assignment in assignments:
            _show(proof(assignment), folder)
    except KeyboardInterrupt:
        console.print(f"\nSkipped the release check. Everything else is in {folder}.", highlight=False, soft_wrap=True)
    else:
        _list("Also written", {"fairness-*.html": "why the checks are fair, for a student who appeals"})


def _show(step: Step, folder: Path) -> None:
    """Run a command under a heading.

    Raises
    ------
    AutograderError
        It failed.
    """
    from autograder.commands.demo.show import run

    command, accepted = step
    console.rule(f"[bold]{' '.join(command)}", align="left")
    if (code := run(command, folder)) not in accepted:
        raise AutograderError(f"`{' '.join(command)}` failed in {folder} (exit code {code}); the reason is above")


def _list(title: str, lines: dict[str, str]) -> None:
    console.rule(f"[bold]{title}", align="left")
    width = max(map(len, lines), default=0)
    for what, why in lines.items():
        console.print(f"{what:{width}}   {why}".rstrip(), markup=False, highlight=False, soft_wrap=True)
