"""`python -m autograder` is `autograder`, also where no command of that name is on the path.

What takes longest when one grades is a worker's start, so that comes first, before the command line is even imported.
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
