"""How the processor time of a submission is spent, relative to the floor."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from autograder.assignments import find
from autograder.batch.release_validation import find_release, match_release
from autograder.batch.worker import code_cells, finished
from autograder.grading.grader import Grader
from autograder.grading.judge import JudgeProcess
from autograder.grading.submission import collect, match_notebooks
from autograder.sandbox import Ask, Cell, open_sandbox
from autograder.store.course import Course
from autograder.store.gradebook import open_gradebook
from autograder.store.records import Records
from benchmarks.courses import ASSIGNMENT, graded_here
from benchmarks.findings import Line, Part, ratios
from benchmarks.meter import environ, seconds_below
from tests.classroom import ROOT


class Clock:
    """Processor seconds of all processes, by phase."""

    def __init__(self) -> None:
        self.spent: Counter[str] = Counter()

    @contextmanager
    def on(self, what: str) -> Iterator[None]:
        below, own = seconds_below(), time.process_time()
        yield
        own = time.process_time() - own  # before reading /proc, which takes a while
        self.spent[what] += own + seconds_below() - below


class ClockedSandbox:
    """A sandbox that measures its runs, and repeats the first run without its questions."""

    def __init__(self, sandbox: Any, clock: Clock) -> None:
        self._sandbox, self._clock, self.report, self.run_lock = sandbox, clock, sandbox.report, sandbox.run_lock

    def run(self, program: list[Cell | Ask], **how: Any) -> Any:
        cells = [step for step in program if isinstance(step, Cell)]
        shown = any(cell.show for cell in cells)
        with self._clock.on("shown, and probes" if shown else "again"):
            results = self._sandbox.run(program, **how)
        if shown:
            with self._clock.on("shown"):
                self._sandbox.run(cells, **how)
        with self._clock.on("forking, shown" if shown else "forking, again"):
            self._sandbox.run([Cell("empty", "pass")], **how)
        return results


class ClockedJudge(JudgeProcess):
    """A judge that measures judging and the drawing of hidden inputs."""

    clock: Clock

    def probes(self, *asked: Any) -> Any:
        """Return the probes."""
        with self.clock.on("hidden inputs"):
            return super().probes(*asked)

    def judge(self, *asked: Any) -> Any:
        """Return the verdicts."""
        with self.clock.on("judging"):
            return super().judge(*asked)


def run(folder: Path, students: int, rounds: int) -> Part:
    """Measure one warm worker and the floor in turns."""
    place = graded_here(folder / "phases", students)
    clocks, floors = [], []
    for _ in range(rounds):
        floors.append(_floor(place) / students)
        clocks.append(_ours(place, students))
    per = {what: tuple(clock[what] for clock in clocks) for what in clocks[0]}
    ours = tuple(sum(clock.values()) for clock in clocks)
    lines = [
        Line("floor: the submission's own code", tuple(floors), "CPU s", 1.0),
        Line("autograder, total", ours, "CPU s", ratios(ours, floors), "≤ 3"),
        *(Line(f"  {what}", values, "CPU s", ratios(values, floors)) for what, values in per.items()),
    ]
    return Part(
        "cpu", "Processor time per submission, relative to the floor", tuple(lines), (f"{students} submissions.",)
    )


def _floor(course: Path) -> float:
    command = [sys.executable, "-m", "benchmarks.floor", str(course)]
    quiet = environ({"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"})
    done = subprocess.run(command, cwd=ROOT, env=quiet, stdout=subprocess.PIPE, check=True)
    return sum(json.loads(done.stdout.splitlines()[-1]))


def _ours(root: Path, students: int) -> dict[str, float]:
    clock, course = Clock(), Course.at(root)
    with (
        open_sandbox() as sandbox,
        ClockedJudge(find(ASSIGNMENT, root)) as judge,
        open_gradebook(course.db_url) as gradebook,
    ):
        judge.clock = clock
        questions = judge.outline
        release = match_release(find_release(course, ASSIGNMENT), questions)
        records = Records(course, gradebook, release)
        grader = Grader(questions, ClockedSandbox(sandbox, clock), judge)
        submitted_files = {
            name: collect(course.submitted(name, ASSIGNMENT), release) for name in course.students(ASSIGNMENT)
        }
        sandbox.precompile(code_cells(release))
        first = next(iter(submitted_files))
        grader.grade(match_notebooks(submitted_files[first], first, release))  # the judge is still importing
        clock.spent.clear()
        for student, files in submitted_files.items():
            with clock.on("reading"):
                submission = match_notebooks(files, student, release)
            graded = grader.grade(submission)
            with clock.on("pages"):
                done = finished(graded, sandbox.report)
            with clock.on("writing"):
                records.write(done, overwrite=True)
    spent = clock.spent
    parts = {
        "shown run": spent["shown"] - spent["forking, shown"],
        "probes": spent["shown, and probes"] - spent["shown"],
        "second run, where needed": spent["again"] - spent["forking, again"],
        "forking and restricting children": spent["forking, shown"] + spent["forking, again"],
        **{what: spent[what] for what in ("hidden inputs", "judging", "reading", "pages", "writing")},
    }
    return {what: seconds / students for what, seconds in parts.items()}
