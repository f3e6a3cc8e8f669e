"""`python -m autograder` is `autograder`, also where no command of that name is on the path.

Worker processes import this again, as the module that began it all: the command line is imported when it is run.
"""


def run() -> None:
    """Run the command line."""
    from autograder.cli import run

    run()


if __name__ == "__main__":
    run()
