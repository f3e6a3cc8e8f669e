"""`python -m autograder` runs the command line even if `autograder` is not on the PATH."""

import os
import sys
from pathlib import Path

from autograder.processes.startup import start_early, stub_imports


def _prepare() -> None:
    """Make up for what an unusual environment lacks.

    A closed standard stream leaves its number to the next file that is opened, and output would end up in that file.
    Jupyter needs the name of a home folder, but not the folder. A character that the terminal cannot show becomes a
    question mark.
    """
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest free number
    try:
        Path.home()
    except RuntimeError:
        os.environ["HOME"] = "/nonexistent"
    if (reconfigure := getattr(sys.stdout, "reconfigure", None)) is not None:
        reconfigure(errors="replace")


def run() -> None:
    """Run the command line."""
    _prepare()
    start_early(sys.argv[1:])
    stub_imports()
    from autograder.cli import run

    run()


if __name__ == "__main__":
    run()
