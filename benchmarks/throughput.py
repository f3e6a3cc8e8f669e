"""Throughput of `autograder grade`, stock `nbgrader autograde` and `otter run`, measured in turns."""

from __future__ import annotations

from pathlib import Path

from benchmarks.courses import ASSIGNMENT, copied, graded_by_nbgrader, graded_here, kinds
from benchmarks.findings import Line, Part, ratios
from benchmarks.meter import BIN, measure
from benchmarks.otter import Otter, OtterMissingError

MORE = 10
"""Autograder grades ten times as many submissions as nbgrader, of the same kinds. Both take three seconds to start:
6 % of autograder's time and 2 % of nbgrader's. With equal numbers it would be 40 % of autograder's time."""


def run(folder: Path, students: int, rounds: int) -> Part:
    """Measure seconds per submission, from the start of the command to its end, in an ungraded course."""
    many, few = MORE * students, min(students, len(kinds()))
    ours, stock = graded_here(folder / "ours", many), graded_by_nbgrader(folder / "stock", students)
    # so that the gradebook contains the assignment
    measure([BIN / "nbgrader", "generate_assignment", ASSIGNMENT, "--force"], cwd=ours)
    notes = [
        f"{many} submissions for autograder, {students} for nbgrader, {few} for Otter, including start-up. "
        "Ratios are relative to autograder."
    ]
    try:
        otter = Otter.installed(folder)
    except OtterMissingError as error:
        otter = None
        notes.append(f"Otter-Grader was left out: {error}")
    here, nbgrader, local = [], [], []
    for _ in range(rounds):
        command = [BIN / "autograder", "grade", ASSIGNMENT]
        here.append(measure(command, cwd=copied(ours, folder / "a"), accepted=(0, 1)).wall / many)
        command = [BIN / "nbgrader", "autograde", ASSIGNMENT]
        nbgrader.append(measure(command, cwd=copied(stock, folder / "b"), accepted=(0, 1)).wall / students)
        if otter is not None:
            local.append(otter.seconds(stock, few))
    lines = [
        Line("autograder grade, all cores, sandbox on", tuple(here), "s/submission", 1.0),
        Line("stock nbgrader autograde", tuple(nbgrader), "s/submission", ratios(nbgrader, here), "≥ 30"),
    ]
    if local:
        lines.append(Line("otter run", tuple(local), "s/submission", ratios(local, here)))
    return Part("throughput", "Time per submission, side by side", tuple(lines), tuple(notes))
