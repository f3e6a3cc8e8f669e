"""The steps of the demo. Each one is a command that a reader can also type."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from autograder.assignments import names
from autograder.commands.demo.classroom import fill, hand_in, make_course, released, solved, students

QUICK = ("last-step-only", "untouched")
"""The students of the small class, besides the one whose file is broken."""

Step = tuple[tuple[str, ...], tuple[int, ...]]
"""A command and the exit codes that mean success."""


def build(folder: Path, quick: bool = False) -> tuple[str, ...]:
    """Create a course with submissions of every kind.

    Parameters
    ----------
    folder : Path
    quick : bool
        Create only one assignment and three submissions.

    Returns
    -------
    tuple of str
        The names of the assignments.
    """
    assignments = names()[-1:] if quick else names()
    for assignment in assignments:
        make_course(folder, assignment)
        known = students(assignment)
        submissions = {student: fill(answers, assignment) for student, answers in known.items()}
        submissions |= {"untouched": released(assignment), "instructor": solved(assignment)}
        for student in QUICK if quick else submissions:
            hand_in(folder, student, submissions[student], assignment)
        broken = hand_in(folder, "broken-file", submissions["many-styles"], assignment)
        last = max(broken.glob("*.ipynb"))
        last.write_bytes(last.read_bytes()[:3000])
    return assignments


def steps(assignment: str) -> Iterator[Step]:
    """Yield the commands that take an assignment from its submissions to the report on the class."""
    yield ("autograder", "grade", assignment, "--json", f"results-{assignment}.json"), (0, 1)
    yield ("autograder", "feedback", assignment), (0,)
    yield ("autograder", "report", assignment), (0,)


def proof(assignment: str) -> Step:
    """Return the command that tests the checks themselves, which takes minutes."""
    return ("autograder", "check", assignment, "--students", "20", "--html", f"fairness-{assignment}.html"), (0,)


def run(command: tuple[str, ...], folder: Path) -> int:
    """Run a command in the course folder, even if it is not on the PATH, and return its exit code."""
    module, *arguments = command
    scripts = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)))
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", module, *arguments], cwd=folder, env={**os.environ, "PATH": scripts}
    )
    try:
        return process.wait()
    except KeyboardInterrupt:
        process.wait()  # Ctrl-C reaches the command, too: let it clean up
        raise
