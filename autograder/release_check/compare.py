"""Compares the scores of test cells with those of nbgrader itself: `autograder check --compare-nbgrader`.

nbgrader runs the code without a sandbox, so only the instructor's own notebooks and the untouched release are compared.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from autograder.model.errors import CourseError
from autograder.store import wiring
from autograder.store.course import Course
from autograder.store.gradebook import open_gradebook

SOLUTION, RELEASE = "solution", "release"
Scores = Mapping[tuple[str, str, str], float | None]
"""Scores by answers (`SOLUTION` or `RELEASE`), notebook and cell."""


def differences(course: Course, assignment: str, ours: Scores) -> Iterator[str]:
    """Yield every test cell whose score differs from nbgrader's, and which one may be wrong.

    Raises
    ------
    CourseError
        nbgrader cannot grade the course.
    """
    theirs = nbgrader_scores(course, assignment)
    for key, score in ours.items():
        answers, notebook, cell = key
        if key in theirs and theirs[key] != score:
            higher = (theirs[key] or 0.0) > (score or 0.0)
            why = "; nbgrader failed open" if higher and answers == RELEASE else ""
            yield f"{notebook}/{cell} with the {answers}: {_shown(score)} here, {_shown(theirs[key])} in nbgrader{why}"


def nbgrader_scores(course: Course, assignment: str) -> Scores:
    """Return the scores that unmodified nbgrader gives, in a copy of the course with a gradebook of its own."""
    with tempfile.TemporaryDirectory(prefix="autograder-compare-") as scratch:
        root = Path(scratch)
        settings = (
            wiring.removed(course.settings) + f'\nget_config().CourseDirectory.db_url = "sqlite:///{root}/g.db"\n'
        )
        (root / "nbgrader_config.py").write_text(settings, encoding="utf-8")
        shutil.copytree(course.source(assignment).parent, root / "source")
        open_gradebook(f"sqlite:///{root}/g.db").close()  # nbgrader would start another command to create it
        _nbgrader(root, "generate_assignment", assignment)
        shutil.copytree(root / "source" / assignment, root / "submitted" / SOLUTION / assignment)
        shutil.copytree(root / "release" / assignment, root / "submitted" / RELEASE / assignment)
        _nbgrader(root, "autograde", assignment)
        with open_gradebook(f"sqlite:///{root}/g.db") as gradebook:
            return {
                (submission.student.id, notebook.name, grade.name): grade.auto_score
                for submission in gradebook.assignment_submissions(assignment)
                for notebook in submission.notebooks
                for grade in notebook.grades
            }


def _nbgrader(root: Path, command: str, assignment: str) -> None:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", command, assignment, "--log-level=ERROR"],
        cwd=root,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode and command != "autograde":  # which fails if one of the submissions does
        raise CourseError(f"`nbgrader {command} {assignment}` fails: {done.stderr.strip()[-500:]}")


def _shown(score: float | None) -> str:
    return "manual grading" if score is None else f"{score:g}"
