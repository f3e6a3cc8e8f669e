"""The command line.

Exit codes: 0 done; 1 done, and something needs a person or a gate failed; 2 could not do it.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from autograder.commands.grade import grade
from autograder.commands.regrade import regrade
from autograder.commands.report import report
from autograder.commands.terminal import CourseOption, complaints, console
from autograder.errors import AutograderError

# Whoever reads notebooks imports jsonschema, which would build a grammar of international addresses each time, for half
# a second, and never use it here. It goes without where that package is missing.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False)


@app.callback()
def main() -> None:
    """Autograded homework for mathematical deep learning, on top of nbgrader."""


app.command()(grade)
app.command()(regrade)
app.command()(report)


@app.command()
def check(
    assignment: Annotated[str, typer.Argument(help="Name of the assignment; default: every one.")] = "",
    course: CourseOption = Path("."),
) -> None:
    """Check an assignment before it is handed out; exit code 1 if something has to be mended."""
    from autograder.assignments import names
    from autograder.check import check as findings
    from autograder.course import Course
    from autograder.sandbox import open_sandbox

    place = Course.at(course)
    failed = False
    with open_sandbox() as sandbox:
        for name in [assignment] if assignment else names():
            for finding in findings(place, name, sandbox):
                failed |= bool(finding.problems)
                console.print(f"{'[red]FAILS[/]' if finding.problems else '[green]holds[/]'}  {name}: {finding.claim}")
                for problem in finding.problems:
                    console.print(f"       {problem}", markup=False, highlight=False)
    raise typer.Exit(1 if failed else 0)


@app.command()
def doctor() -> None:
    """Say which sandbox this machine can give, what is missing, and how to enable it; exit code 1 if none protects."""
    from autograder.report import diagnosis
    from autograder.sandbox import ladder

    rungs = ladder()
    for line in diagnosis(rungs):
        console.print(line, markup=False, highlight=False)
    raise typer.Exit(0 if any(rung.available for rung in rungs) else 1)


def run() -> None:
    """Run the command line; an error of the course or the sandbox is a sentence and exit code 2."""
    try:
        app()
    except AutograderError as error:
        complaints.print(f"autograder: {error}", style="red", markup=False, highlight=False)
        sys.exit(2)
