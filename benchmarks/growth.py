"""Time and the coordinator's memory for classes of different sizes."""

from __future__ import annotations

import shutil
from pathlib import Path

from benchmarks.courses import ASSIGNMENT, graded_here
from benchmarks.findings import Line, Part
from benchmarks.meter import BIN, measure

LIGHT = ("lstm",)


def run(folder: Path, sizes: tuple[int, ...]) -> Part:
    """Grade classes of these sizes. Each student submits one notebook, to fit many students into the available time."""
    lines, first_rate, first_memory = [], 0.0, 0.0
    for size in sizes:
        course = graded_here(folder / f"growth-{size}", size, LIGHT)
        used = measure([BIN / "autograder", "grade", ASSIGNMENT], cwd=course, accepted=(0, 1))
        shutil.rmtree(course)
        rate, memory = used.wall / size, used.memory
        first_rate, first_memory = first_rate or rate, first_memory or memory
        lines.append(Line(f"{size} submissions: time per submission", (rate,), "s", rate / first_rate, "≤ 1"))
        lines.append(Line(f"{size} submissions: coordinator's peak", (memory,), "MB", memory / first_memory, "flat"))
    note = f"One notebook of three ({', '.join(LIGHT)}) is submitted. Ratios are relative to the smallest class."
    return Part("growth", "Growth with the class", tuple(lines), (note,))
