"""Submissions an hour: `autograder grade`, stock `nbgrader autograde`, `otter run`, in turns."""

from __future__ import annotations

from pathlib import Path

from benchmarks.courses import ASSIGNMENT, copied, graded_by_nbgrader, graded_here, kinds
from benchmarks.findings import Line, Part, ratios
from benchmarks.meter import BIN, measure
from benchmarks.otter import Otter, OtterMissingError

MORE = 10
"""We get ten times as many submissions as nbgrader, of the same kinds in turn: start-up, about three seconds with both,
is then 6 % of our time and 2 % of nbgrader's. With as many as it gets it would be 40 % of ours."""


def run(folder: Path, students: int, rounds: int) -> Part:
    """Measure seconds per submission from the command to its end, nothing graded before."""
    many, few = MORE * students, min(students, len(kinds()))
    ours, stock = graded_here(folder / "ours", many), graded_by_nbgrader(folder / "stock", students)
    measure([BIN / "nbgrader", "generate_assignment", ASSIGNMENT, "--force"], cwd=ours)  # it knows the assignment, too
    notes = [
        f"{many} submissions for us, {students} for nbgrader, {few} for Otter; start-up is counted; ratios are to ours."
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
