"""The command line.

Exit codes: 0 done; 1 done, and something needs a person or a gate failed; 2 could not do it.
"""

from __future__ import annotations

import sys
import traceback
from typing import Annotated

import typer

from autograder.commands import check, demo, doctor, feedback, grade, regrade, report
from autograder.commands.terminal import complain, console
from autograder.commands.troubles import explained
from autograder.model.errors import AutograderError

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode="rich")

_FIRST = """A first look: autograder demo

Exit codes: 0 done; 1 done, and something needs a person; 2 could not do it.
"""


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        console.print(f"autograder {version('rnn-autograder')}", highlight=False)
        raise typer.Exit


@app.callback(epilog=_FIRST)
def main(
    version: Annotated[
        bool, typer.Option("--version", help="Say which version this is.", is_eager=True, callback=_version)
    ] = False,
) -> None:
    """Autograded homework for mathematical deep learning, on top of nbgrader.

    Commands work on the course in the folder where they are called: a folder
    with an nbgrader_config.py.
    """


for panel, modules in {
    "Grading": (grade, feedback, report, regrade),
    "Before a class sees it": (check, doctor, demo),
}.items():
    for module in modules:
        name = module.__name__.rpartition(".")[2]
        app.command(name, epilog=module.EXAMPLES, rich_help_panel=panel)(getattr(module, name))


def run() -> None:
    """Run the command line. Whatever goes wrong is a sentence and exit code 2: 1 would say that all was done."""
    try:
        app()
    except AutograderError as error:
        complain(str(error))
        sys.exit(2)
    except Exception as error:
        if (sentence := explained(error)) is None:
            traceback.print_exc()
            sentence = "this is a fault of the grader, not of a submission; please report the lines above"
        complain(sentence)
        sys.exit(2)
