"""Whether a busy or suspended machine changes a verdict: grades one class in three ways and compares every result.

The class has right and wrong submissions, one whose cell computes for seconds, one whose cell sleeps, one that never
ends, and one that computes in 50 threads. It is graded on the machine as it is, beside busy processes, and with all
processes of the grader stopped for 20 seconds in the middle.

    python -m benchmarks.disturbed [busy processes]
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import nbformat

from benchmarks.courses import ASSIGNMENT, copied, kinds
from benchmarks.meter import BIN
from tests.classroom import hand_in, make_course, solved

BUSY, STOPPED_SECONDS = 16, 20.0
EXTRA = {
    "computes": "import time\nwhile time.process_time() < 3: pass",
    "sleeps": "import time\ntime.sleep(6)",
    "endless": "while True: pass",
    "threads": """
import threading
import numpy as np
def spin():
    a = np.random.rand(300, 300)
    while True:
        a @ a
for _ in range(50): threading.Thread(target=spin, daemon=True).start()
spin()
""",
}
"""A cell that a student adds below the first cell of one notebook, by student id."""


def make_class(folder: Path) -> Path:
    """Create a course with its submissions."""
    course = make_course(folder, ASSIGNMENT)
    for student, notebooks in kinds().items():
        hand_in(course, student, notebooks, ASSIGNMENT)
    for student, cell in EXTRA.items():
        notebooks = solved(ASSIGNMENT)
        next(iter(notebooks.values())).cells.insert(1, nbformat.v4.new_code_cell(cell))
        hand_in(course, student, notebooks, ASSIGNMENT)
    return course


def results(course: Path, stop_after: float | None = None) -> tuple[dict[str, Any], float]:
    """Grade the class; return the results by student, and the seconds that it took."""
    began, path = time.monotonic(), course / "results.json"
    grading = subprocess.Popen(
        [BIN / "autograder", "grade", ASSIGNMENT, "--json", path], cwd=course, stdout=subprocess.DEVNULL
    )
    if stop_after is not None:
        with suppress(subprocess.TimeoutExpired):
            grading.wait(stop_after)
            raise RuntimeError("the class was graded before its processes could be stopped")
        _stop(grading.pid)
    grading.wait()
    seconds = time.monotonic() - began
    return {each["student"]: each for each in json.loads(path.read_text())["submissions"]}, seconds


@contextmanager
def busy(number: int) -> Iterator[None]:
    """Keep processes busy."""
    others = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(number)]
    try:
        yield
    finally:
        for each in others:
            each.kill()
            each.wait()


def _stop(pid: int) -> None:
    stopped = [pid, *_below(pid)]
    for each in stopped:
        with suppress(ProcessLookupError):
            os.kill(each, signal.SIGSTOP)
    time.sleep(STOPPED_SECONDS)
    for each in stopped:
        with suppress(ProcessLookupError):
            os.kill(each, signal.SIGCONT)


def _below(pid: int) -> Iterator[int]:
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, path.read_text().split()):
            yield child
            yield from _below(child)


def main(number: int = BUSY) -> int:
    """Grade the class in three ways, print what differs, and return how many students' results do."""
    with tempfile.TemporaryDirectory() as folder:
        course = make_class(Path(folder, "class"))
        expected, seconds = results(copied(course, Path(folder, "idle")))
        print(f"{len(expected)} submissions as the machine is: {seconds:.0f} s", flush=True)
        different = 0
        for name in (f"beside {number} busy processes", f"stopped for {STOPPED_SECONDS:.0f} s"):
            fresh = copied(course, Path(folder, "again"))
            if name.startswith("beside"):
                with busy(number):
                    found, took = results(fresh)
            else:
                found, took = results(fresh, stop_after=seconds / 2)
            changed = [student for student in expected if found[student] != expected[student]]
            different += len(changed)
            print(f"{name}: {took:.0f} s, different: {', '.join(changed) or 'none'}", flush=True)
            for student in changed:
                print(*_differences(expected[student], found[student], student), sep="\n")
    return different


def _differences(left: Any, right: Any, place: str) -> Iterator[str]:
    if isinstance(left, dict) and isinstance(right, dict):
        for key in dict.fromkeys((*left, *right)):
            yield from _differences(left.get(key), right.get(key), f"{place}/{key}")
    elif isinstance(left, list) and isinstance(right, list) and len(left) == len(right):
        for number, (one, other) in enumerate(zip(left, right, strict=True)):
            yield from _differences(one, other, f"{place}/{number}")
    elif left != right:
        yield f"  {place}: {str(left)[:200]!r} became {str(right)[:200]!r}"


if __name__ == "__main__":
    sys.exit(min(1, main(*map(int, sys.argv[1:]))))
