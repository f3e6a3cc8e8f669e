"""A class of submissions, graded before your eyes: `make demo`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from rich.console import Console

from tests.classroom import ROOT, STUDENTS, fill, hand_in, make_course, read_answers, released, solved

FOLDER = ROOT / "demo"
BIN = Path(sys.executable).parent

console = Console()


def build(folder: Path) -> None:
    """Make a course in `folder` with submissions of every kind."""
    course = make_course(folder)
    for path in sorted(STUDENTS.glob("*.md")):
        hand_in(course, path.stem, fill(read_answers(path)))
    hand_in(course, "untouched", released())
    hand_in(course, "instructor", solved())
    broken = hand_in(course, "broken-file", fill(read_answers(STUDENTS / "many-styles.md")))
    (broken / "lstm.ipynb").write_bytes((broken / "lstm.ipynb").read_bytes()[:3000])


def run(command: str, *arguments: str) -> int:
    """Run one of the course's commands in the demo course and say which."""
    console.rule(f"[bold]{command} {' '.join(arguments)}", align="left")
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    return subprocess.run([BIN / command, *arguments], cwd=FOLDER, env=environment, check=False).returncode


def main() -> int:
    """Check the release, hand in, grade, write feedback."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    build(FOLDER)
    for step, accepted in (
        (("autograder", "check", "rnn"), (0,)),
        (("nbgrader", "generate_assignment", "rnn", "--log-level=WARN"), (0,)),
        (("autograder", "grade", "rnn", "--json", "results.json"), (0, 1)),
        (("nbgrader", "generate_feedback", "rnn", "--log-level=ERROR"), (0,)),
    ):
        if (code := run(*step)) not in accepted:
            console.print(f"{' '.join(step)} ended with exit code {code}", style="red")
            return code
    console.rule("[bold]Where to look next", align="left")
    console.print(
        "demo/feedback/*/rnn/*.html   what students read: try last-step-only, s004 and hostile\n"
        "demo/results.json            every verdict, for scripts\n"
        "cd demo && ../.venv/bin/nbgrader formgrader   (or `jupyter lab`, Formgrader) to grade what waits for a person",
        markup=False,
        highlight=False,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
