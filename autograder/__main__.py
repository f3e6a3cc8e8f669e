"""`python -m autograder` is `autograder`, also where no command of that name is on the path."""

from autograder.cli import run

if __name__ == "__main__":
    run()
