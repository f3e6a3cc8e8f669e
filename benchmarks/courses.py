"""Classes to grade in benchmarks: several kinds of submissions, copied under many student ids."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from benchmarks.meter import BIN, measure
from tests.classroom import ROOT, fill, hand_in, make_course, solved, students

ASSIGNMENT = "rnn"
SLOW = ("hostile",)
"""Left out of comparisons, because they measure time limits."""


def kinds() -> dict[str, dict[str, NotebookNode]]:
    """Return one submission of every kind: right, in other styles, and wrong in several ways."""
    answered = {name: fill(answers) for name, answers in students(ASSIGNMENT).items() if name not in SLOW}
    return {**answered, "instructor": solved(ASSIGNMENT)}


def graded_here(folder: Path, number: int, only: Iterable[str] | None = None) -> Path:
    """Create this project's course with a class of the given size.

    Parameters
    ----------
    only : iterable of str, optional
        The notebooks that each student submits; all by default.
    """
    return _attended(make_course(folder, ASSIGNMENT), number, only)


def graded_by_nbgrader(folder: Path, number: int) -> Path:
    """Create a course without this project, with the same class, for stock nbgrader."""
    folder.mkdir(parents=True)
    shutil.copytree(ROOT / "source" / ASSIGNMENT, folder / "source" / ASSIGNMENT)
    (folder / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'stock'\n")
    measure([BIN / "nbgrader", "generate_assignment", ASSIGNMENT], cwd=folder)
    return _attended(folder, number, None)


def copied(course: Path, to: Path) -> Path:
    """Return a fresh copy of an ungraded course, replacing the last copy."""
    shutil.rmtree(to, ignore_errors=True)
    return Path(shutil.copytree(course, to))


def _attended(course: Path, number: int, only: Iterable[str] | None) -> Path:
    texts = [_as_text(notebooks, only) for notebooks in kinds().values()]
    for student, notebooks in zip(range(number), itertools.cycle(texts)):
        folder = hand_in(course, f"student-{student:05}", {}, ASSIGNMENT)
        for name, text in notebooks.items():
            (folder / f"{name}.ipynb").write_text(text, encoding="utf-8")
    return course


def _as_text(notebooks: Mapping[str, NotebookNode], only: Iterable[str] | None) -> dict[str, str]:
    chosen = notebooks if only is None else only
    return {name: nbformat.writes(notebooks[name]) for name in chosen}
