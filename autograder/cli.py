"""The command line.

Exit codes: 0 done; 1 done, but something needs attention (manual grading, or a failed check); 2 failed.
"""

from __future__ import annotations

import os
import sys
import traceback
from contextlib import suppress
from typing import Annotated

import typer

from autograder.commands import check, demo, doctor, feedback, grade, init, regrade, report
from autograder.commands.terminal import complain, console
from autograder.commands.troubles import explained
from autograder.model.errors import AutograderError

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode="rich")

_FIRST = """New here? Run: autograder demo

Exit codes: 0 done; 1 done, but something needs attention; 2 failed.
"""


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        console.print(f"autograder {version('rnn-autograder')}", highlight=False)
        raise typer.Exit


@app.callback(epilog=_FIRST)
def main(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", is_eager=True, callback=_version)
    ] = False,
) -> None:
    """Grade mathematical deep-learning homework, on top of nbgrader.

    Run commands in the course folder, the one that contains nbgrader_config.py.
    """


for panel, modules in {
    "Grading": (grade, feedback, report, regrade),
    "Before a release": (check, doctor, init, demo),
}.items():
    for module in modules:
        name = module.__name__.rpartition(".")[2]
        app.command(name, epilog=module.EXAMPLES, rich_help_panel=panel)(getattr(module, name))


def run() -> None:
    """Run the command line. An error prints one sentence and exits with 2, because 1 means that the work was done."""
    try:
        app()
    except AutograderError as error:
        complain(str(error))
        sys.exit(2)
    except Exception as error:
        if (sentence := explained(error)) is None:
            traceback.print_exc()
            sentence = "this is a bug in the grader, not in a submission; please report it with the lines above"
        complain(sentence)
        if isinstance(error, OSError):
            _drop_output()
        sys.exit(2)


def _drop_output() -> None:
    """Drop what could not be written to standard output: Python would try again when it exits, and complain."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
