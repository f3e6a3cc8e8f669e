"""The command line.

Exit codes: 0 done; 1 done, and something needs a person or a gate failed; 2 could not do it.
"""

from __future__ import annotations

import sys

import typer

from autograder.commands.check import check
from autograder.commands.feedback import feedback
from autograder.commands.grade import grade
from autograder.commands.regrade import regrade
from autograder.commands.report import report
from autograder.commands.terminal import complaints, console
from autograder.errors import AutograderError

# Whoever reads notebooks imports jsonschema, which would build a grammar of international addresses each time, for half
# a second, and never use it here. It goes without where that package is missing.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False)


@app.callback()
def main() -> None:
    """Autograded homework for mathematical deep learning, on top of nbgrader."""


app.command()(grade)
app.command()(check)
app.command()(feedback)
app.command()(regrade)
app.command()(report)


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
