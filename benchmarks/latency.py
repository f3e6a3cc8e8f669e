"""Latency: one student, a class in which nothing changed, `--help`."""

from __future__ import annotations

from pathlib import Path

from benchmarks.courses import ASSIGNMENT, copied, graded_here
from benchmarks.findings import Line, Part
from benchmarks.meter import BIN, Usage, measure

GRADE = [BIN / "autograder", "grade", ASSIGNMENT]


def run(folder: Path, students: int, rounds: int) -> Part:
    """Measure all of them in turns."""
    new = graded_here(folder / "new", students)
    student, other, *_ = sorted(path.name for path in (new / "submitted").iterdir())
    known = copied(new, folder / "known")
    measure([*GRADE, "--student", other], cwd=known, accepted=(0, 1))
    first, total, at_once, again, help_page = [], [], [], [], []
    for _ in range(rounds):
        usual = _one(copied(known, folder / "one"), student)
        first.append(usual.noticed)
        total.append(usual.wall)
        fresh = copied(new, folder / "one")
        at_once.append(_one(fresh, student).noticed)
        measure(GRADE, cwd=fresh, accepted=(0, 1))
        again.append(measure(GRADE, cwd=fresh, accepted=(0, 1)).wall)
        help_page.append(measure([BIN / "autograder", "--help"]).cpu)
    lines = (
        Line("one student: result is written", tuple(first), "s", goal="≤ 2 s"),
        Line("one student: command has ended", tuple(total), "s"),
        Line("one student, no gradebook yet: result is written", tuple(at_once), "s"),
        Line(f"{students} students, nothing changed", tuple(again), "s"),
        Line("autograder --help", tuple(help_page), "CPU s", goal="≤ 0.3 s"),
    )
    return Part("latency", "Latency", lines)


def _one(course: Path, student: str) -> Usage:
    """Grade one student, and record when the result is written."""
    done = course / "autograded" / student / ASSIGNMENT
    return measure([*GRADE, "--student", student], cwd=course, accepted=(0, 1), watch=done.is_dir)
