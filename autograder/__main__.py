"""`python -m autograder` runs the command line even if `autograder` is not on the PATH."""

from autograder.startup import stub_imports


def run() -> None:
    """Run the command line."""
    stub_imports()
    from autograder.cli import run

    run()


if __name__ == "__main__":
    run()
