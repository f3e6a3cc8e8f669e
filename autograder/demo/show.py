"""Grade a class before somebody's eyes: every step is a command that they can give themselves."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from autograder.assignments import names
from autograder.demo.classroom import fill, hand_in, make_course, released, solved, students

QUICK = ("last-step-only", "untouched")
"""Who is in the small class, beside the one whose file is broken."""

Step = tuple[tuple[str, ...], tuple[int, ...]]
"""A command, and the exit codes that are as they should be."""


def build(folder: Path, quick: bool = False) -> tuple[str, ...]:
    """Make a course with submissions of every kind.

    Parameters
    ----------
    folder : Path
    quick : bool
        One assignment and three submissions.

    Returns
    -------
    tuple of str
        The assignments.
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


def steps(assignment: str, quick: bool = False) -> Iterator[Step]:
    """Yield the commands that take an assignment from its check, which takes longest, to the report about the class."""
    if not quick:
        yield ("autograder", "check", assignment, "--students", "20", "--html", f"fairness-{assignment}.html"), (0,)
    yield ("nbgrader", "generate_assignment", assignment, "--log-level=WARN"), (0,)
    yield ("autograder", "grade", assignment, "--json", f"results-{assignment}.json"), (0, 1)
    yield ("autograder", "feedback", assignment), (0,)
    yield ("autograder", "report", assignment), (0,)


def run(command: tuple[str, ...], folder: Path) -> int:
    """Run a command in the course's folder, also where it is not on the path, and return its exit code."""
    module, *arguments = command
    scripts = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)))
    return subprocess.run(
        [sys.executable, "-P", "-m", module, *arguments], cwd=folder, env={**os.environ, "PATH": scripts}, check=False
    ).returncode
