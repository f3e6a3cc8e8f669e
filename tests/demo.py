"""A class of submissions, graded before your eyes: `make demo`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from rich.console import Console

from autograder.assignments import names
from tests.classroom import ROOT, fill, hand_in, make_course, released, solved, students

FOLDER = ROOT / "demo"
BIN = Path(sys.executable).parent
ASSIGNMENTS = names()

console = Console()


def build(folder: Path) -> None:
    """Make a course in `folder` with submissions of every kind."""
    for assignment in ASSIGNMENTS:
        course = make_course(folder, assignment)
        for student, answers in students(assignment).items():
            hand_in(course, student, fill(answers, assignment), assignment)
        hand_in(course, "untouched", released(assignment), assignment)
        hand_in(course, "instructor", solved(assignment), assignment)
        broken = hand_in(course, "broken-file", fill(students(assignment)["many-styles"], assignment), assignment)
        last = max(broken.glob("*.ipynb"))
        last.write_bytes(last.read_bytes()[:3000])


def run(command: str, *arguments: str) -> int:
    """Run one of the course's commands in the demo course and say which."""
    console.rule(f"[bold]{command} {' '.join(arguments)}", align="left")
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    return subprocess.run([BIN / command, *arguments], cwd=FOLDER, env=environment, check=False).returncode


def main() -> int:
    """Check the release, hand in, grade, write feedback."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    build(FOLDER)
    for assignment in ASSIGNMENTS:
        for step, accepted in (
            (("autograder", "check", assignment, "--students", "20", "--html", f"fairness-{assignment}.html"), (0,)),
            (("nbgrader", "generate_assignment", assignment, "--log-level=WARN"), (0,)),
            (("autograder", "grade", assignment, "--json", f"results-{assignment}.json"), (0, 1)),
            (("autograder", "feedback", assignment), (0,)),
            (("autograder", "report", assignment), (0,)),
        ):
            if (code := run(*step)) not in accepted:
                console.print(f"{' '.join(step)} ended with exit code {code}", style="red")
                return code
    console.rule("[bold]Where to look next", align="left")
    console.print(
        "demo/feedback/*/*/*.html   what students read: try last-step-only, s001, s004 and hostile\n"
        "demo/*-report.html         the class: hard questions, misconceptions, what to look at\n"
        "demo/fairness-*.html       why the checks are fair, for a student who appeals\n"
        "demo/results-*.json        every verdict, for scripts\n"
        "cd demo && ../.venv/bin/nbgrader formgrader   (or `jupyter lab`, Formgrader) to grade what waits for a person",
        markup=False,
        highlight=False,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
