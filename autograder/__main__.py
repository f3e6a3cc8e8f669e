"""`python -m autograder` runs the command line even if `autograder` is not on the PATH.

Starting a worker is the slowest part of grading, so it begins before the command line is imported.
"""

import sys

from autograder.startup import stub_imports

_HELP, _ELSEWHERE = "--help", "--scheduler"


def run() -> None:
    """Run the command line."""
    if sys.argv[1:2] == ["grade"] and not any(word.startswith((_HELP, _ELSEWHERE)) for word in sys.argv):
        from autograder.batch.local import start_ahead

        start_ahead()
    stub_imports()
    from autograder.cli import run

    run()


if __name__ == "__main__":
    run()
