"""Submissions an hour: `autograder grade`, stock `nbgrader autograde`, `otter run`, in turns."""

from __future__ import annotations

import math
from pathlib import Path

from benchmarks.courses import ASSIGNMENT, copied, graded_by_nbgrader, graded_here
from benchmarks.findings import Line, Part, ratios
from benchmarks.meter import BIN, measure
from benchmarks.otter import Otter, OtterMissingError

SHARE = 4
"""Slower graders get every fourth submission: as many kinds of answers, and start-up weighs about as much."""


def run(folder: Path, students: int, rounds: int) -> Part:
    """Measure seconds per submission from the command to its end, nothing graded before."""
    fewer = max(1, math.ceil(students / SHARE))
    ours, stock = graded_here(folder / "ours", students), graded_by_nbgrader(folder / "stock", fewer)
    measure([BIN / "nbgrader", "generate_assignment", ASSIGNMENT, "--force"], cwd=ours)  # it knows the assignment, too
    notes = [f"{students} submissions for us, {fewer} for the others; start-up is counted; ratios are to ours."]
    try:
        otter = Otter.installed(folder)
    except OtterMissingError as error:
        otter = None
        notes.append(f"Otter-Grader was left out: {error}")
    here, nbgrader, local = [], [], []
    for _ in range(rounds):
        command = [BIN / "autograder", "grade", ASSIGNMENT]
        here.append(measure(command, cwd=copied(ours, folder / "a"), accepted=(0, 1)).wall / students)
        command = [BIN / "nbgrader", "autograde", ASSIGNMENT]
        nbgrader.append(measure(command, cwd=copied(stock, folder / "b"), accepted=(0, 1)).wall / fewer)
        if otter is not None:
            local.append(otter.seconds(stock, fewer))
    lines = [
        Line("autograder grade, all cores, sandbox on", tuple(here), "s/submission", 1.0),
        Line("stock nbgrader autograde", tuple(nbgrader), "s/submission", ratios(nbgrader, here), "≥ 30"),
    ]
    if local:
        lines.append(Line("otter run", tuple(local), "s/submission", ratios(local, here)))
    return Part("throughput", "Time per submission, side by side", tuple(lines), tuple(notes))
