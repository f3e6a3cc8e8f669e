"""What one waits for: one student's result, a class in which nothing changed, help."""

from __future__ import annotations

from pathlib import Path

from benchmarks.courses import ASSIGNMENT, copied, graded_here
from benchmarks.findings import Line, Part
from benchmarks.meter import BIN, measure


def run(folder: Path, students: int, rounds: int) -> Part:
    """Measure each in turns."""
    course = graded_here(folder / "latency", students)
    student = sorted(path.name for path in (course / "submitted").iterdir())[0]
    grade = [BIN / "autograder", "grade", ASSIGNMENT]
    first, total, again, help_page = [], [], [], []
    for _ in range(rounds):
        fresh = copied(course, folder / "one")
        done = fresh / "autograded" / student / ASSIGNMENT
        one = measure([*grade, "--student", student], cwd=fresh, accepted=(0, 1), watch=done.is_dir)
        first.append(min(one.noticed, one.wall) if one.noticed == one.noticed else one.wall)
        total.append(one.wall)
        measure(grade, cwd=fresh, accepted=(0, 1))
        again.append(measure(grade, cwd=fresh, accepted=(0, 1)).wall)
        help_page.append(measure([BIN / "autograder", "--help"]).cpu)
    lines = (
        Line("one student: result is written", tuple(first), "s", goal="≤ 2 s"),
        Line("one student: command is over", tuple(total), "s"),
        Line(f"{students} students, nothing changed", tuple(again), "s"),
        Line("autograder --help", tuple(help_page), "CPU s", goal="≤ 0.3 s"),
    )
    return Part("latency", "What one waits for", lines)
