"""`python -m autograder` runs the command line even if `autograder` is not on the PATH."""

import sys

from autograder.processes.startup import start_early, stub_imports


def run() -> None:
    """Run the command line."""
    start_early(sys.argv[1:])
    stub_imports()
    from autograder.cli import run

    run()


if __name__ == "__main__":
    run()
