"""The gate before a release: `autograder check`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat

from autograder import gate
from autograder.assignments import load
from autograder.course import Course
from autograder.grading import Grader, Report, Result
from autograder.judging import JudgeProcess
from autograder.model import Assignment, Outcome
from autograder.sandbox import Sandbox
from autograder.submission import Release, read_release, read_submission


@dataclass(frozen=True)
class Finding:
    """One thing that has to hold, and what speaks against it."""

    claim: str
    problems: tuple[str, ...]


def check(course: Course, assignment: str, sandbox: Sandbox) -> Iterator[Finding]:
    """Check an assignment, one claim after the other.

    Raises
    ------
    CourseError
        There is no such assignment or nothing to check.
    """
    questions = load(assignment)
    source, released = course.source(assignment), course.release(assignment)
    yield Finding("every question has its cells, and nothing else would be handed out", _sources(source, questions))
    yield Finding("the release is what the source makes", _drift(course, assignment))
    yield Finding("nothing of a solution is in the release", _leaks(source, released))
    release = read_release(released, assignment)
    with JudgeProcess(assignment) as judge:
        grader = Grader(questions, sandbox, judge)
        yield Finding("the instructor's notebooks get all automatic points", _full(grader, source, release))
        yield Finding("the untouched release is unanswered and gets no points", _nothing(grader, released, release))


def _sources(folder: Path, questions: Assignment) -> tuple[str, ...]:
    problems = gate.stray_files(folder, [f"{name}.ipynb" for name in questions.notebooks])
    for name, asked in questions.notebooks.items():
        path = folder / f"{name}.ipynb"
        if path.is_file():
            found = gate.source_problems(nbformat.read(path, as_version=4), asked)
            problems += [f"{name}: {problem}" for problem in found]
        else:
            problems.append(f"notebook {name}.ipynb is missing")
    return tuple(problems)


def _drift(course: Course, assignment: str) -> tuple[str, ...]:
    """Generate the release anew in a scratch course and compare the files."""
    with tempfile.TemporaryDirectory(prefix="autograder-check-") as scratch:
        shutil.copy(course.root / "nbgrader_config.py", scratch)
        shutil.copytree(course.source(assignment), Path(scratch) / "source" / assignment)
        command = [sys.executable, "-m", "nbgrader", "generate_assignment", assignment, "--log-level=ERROR"]
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
        made = subprocess.run(
            command, cwd=scratch, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
        )
        if made.returncode:
            return (f"`nbgrader generate_assignment {assignment}` fails: {made.stderr.strip()[-500:]}",)
        fresh, kept = _files(Path(scratch) / "release" / assignment), _files(course.release(assignment))
    stale = sorted(name for name in fresh.keys() | kept.keys() if fresh.get(name) != kept.get(name))
    return tuple(f"{name} differs: run `nbgrader generate_assignment {assignment}`" for name in stale)


def _files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def _leaks(source: Path, released: Path) -> tuple[str, ...]:
    problems = []
    for path in sorted(source.glob("*.ipynb")):
        pair = [nbformat.read(folder / path.name, as_version=4) for folder in (source, released)]
        problems += [f"{path.stem}: {problem}" for problem in gate.release_problems(*pair)]
    return (*problems, *gate.stray_files(released, [path.name for path in source.glob("*.ipynb")]))


def _full(grader: Grader, source: Path, release: Release) -> tuple[str, ...]:
    report = grader.grade(read_submission(source, "instructor", release))
    return _unexpected(report, lambda result: result.verdict.outcome in (Outcome.CORRECT, Outcome.UNDECIDED))


def _nothing(grader: Grader, released: Path, release: Release) -> tuple[str, ...]:
    report = grader.grade(read_submission(released, "untouched", release))
    return _unexpected(report, lambda result: result.verdict.outcome is Outcome.UNANSWERED)


def _unexpected(report: Report, expected: Callable[[Result], bool]) -> tuple[str, ...]:
    return tuple(
        f"{result.question}: {result.verdict.outcome} ({result.verdict.feedback})"
        for result in report.results
        if not expected(result)
    )
