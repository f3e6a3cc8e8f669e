"""The checks that an assignment must pass before its release: `autograder check`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from autograder.assignments.discovery import FOLDER
from autograder.assignments.origin import Origin
from autograder.grading.grader import Grader
from autograder.grading.judge import JudgeProcess
from autograder.grading.submission import Release, read_release, read_submission
from autograder.model import Assignment, Outcome
from autograder.model.errors import CourseError, SandboxError
from autograder.model.result import QuestionResult, SubmissionResult
from autograder.model.setup import CourseFiles
from autograder.release_check import lint
from autograder.release_check.fairness.evidence import Evidence, collect_evidence
from autograder.release_check.fairness.target import Target
from autograder.release_check.lint import Finding
from autograder.sandbox import Sandbox, open_sandbox
from autograder.sandbox.jail import LEVELS
from autograder.store.course import Course
from autograder.store.course_files import course_files, libraries_of
from autograder.store.gradebook import open_gradebook
from autograder.store.settings import read_settings

_LISTED = 20
"""How many released files are named."""


def check(course: Course, assignment: str, sandbox: Sandbox) -> Iterator[Finding]:
    """Check the notebooks of an assignment and how they are graded.

    Yields
    ------
    Finding
        One claim after the other, with its problems.

    Raises
    ------
    CourseError
        There is no such assignment or nothing to check, or a notebook cannot be read.
    """
    settings = read_settings(course.config, assignment)
    files, strange = course_files(course.source(assignment), settings)
    setup = replace(settings.setup(), files=files, libraries=libraries_of(settings, course.source(assignment), files))
    origin = course.origin(assignment, setup)
    questions = setup.applied(origin.load())
    source, released = course.source(assignment), course.release(assignment)
    release = read_release(released, assignment, setup)
    yield Finding(
        f"every question has its cells, and only files that students may get would be released{_listed(files)}",
        (*strange, *_sources(source, questions, files, settings.libraries)),
    )
    if not strange:  # files that cannot be used must not be copied, either
        yield Finding("the release matches the source", _drift(course, assignment))
    yield Finding("the release contains no part of a solution", _leaks(source, released, files))
    with JudgeProcess(origin) as judge:
        grader = Grader(questions, sandbox, judge, setup=setup)
        full = grader.grade(read_submission(source, "instructor", release)).result
        nothing = grader.grade(read_submission(released, "untouched", release)).result
    yield Finding("the instructor's notebooks earn all automatic points", _unexpected(full, _FULL))
    yield Finding("the untouched release is unanswered and earns no points", _unexpected(nothing, _NOTHING))
    yield _same_again(origin, sandbox, release, {source: full, released: nothing})


def try_answers(
    course: Course, assignment: str, students: int, processes: int | None, advance: Callable[[float], None]
) -> Evidence:
    """Judge known answers and mutants on the hidden inputs of `students` students.

    Those who have submitted come first; made-up names fill the rest.
    """
    real = course.students(assignment)[:students]
    others = (f"student {number}" for number in range(students - len(real)))
    return collect_evidence(Target(assignment, origin=course.origin(assignment)), (*real, *others), processes, advance)


def _listed(files: CourseFiles) -> str:
    """Return the names of the released files in brackets; "" if there are none."""
    names = [file.name for file in files.released]
    more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
    return f" ({', '.join(names[:_LISTED])}{more})" if names else ""


def _sources(folder: Path, questions: Assignment, files: CourseFiles, libraries: Sequence[str]) -> tuple[str, ...]:
    problems = lint.file_problems(folder, files, questions.notebooks, libraries)
    for name, asked in questions.notebooks.items():
        path = folder / f"{name}.ipynb"
        if path.is_file():
            found = lint.source_problems(_read(path), asked)
            problems += [f"{name}: {problem}" for problem in found]
        else:
            problems.append(f"notebook {name}.ipynb is missing")
    return tuple(problems)


def _drift(course: Course, assignment: str) -> tuple[str, ...]:
    """Generate the release again in a temporary course and compare the files.

    The temporary course has its own gradebook, whatever the settings say: checking must not change the course's.
    """
    with tempfile.TemporaryDirectory(prefix="autograder-check-") as scratch:
        shutil.copy(course.root / "nbgrader_config.py", scratch)
        shutil.copytree(course.source(assignment), Path(scratch) / "source" / assignment)
        if (course.root / FOLDER).is_dir():
            shutil.copytree(course.root / FOLDER, Path(scratch) / FOLDER)
        gradebook = f"sqlite:///{scratch}/gradebook.db"
        open_gradebook(gradebook).close()  # nbgrader would start another command to create it
        command = [sys.executable, "-m", "nbgrader", "generate_assignment", assignment, "--log-level=ERROR"]
        command.append(f"--db={gradebook}")
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


def _leaks(source: Path, released: Path, files: CourseFiles) -> tuple[str, ...]:
    """List what would leak; other claims cover notebooks that are missing from one of the folders."""
    problems, known = [], sorted(path.name for path in source.glob("*.ipynb"))
    for name in known:
        if (released / name).is_file():
            found = lint.release_problems(_read(source / name), _read(released / name))
            problems += [f"{Path(name).stem}: {problem}" for problem in found]
    return (*problems, *lint.released_problems(released, files, [Path(name).stem for name in known]))


def _read(path: Path) -> NotebookNode:
    try:
        node: NotebookNode = nbformat.read(path, as_version=4)
    except Exception as error:  # nbformat raises many kinds
        raise CourseError(f"{path}: this notebook cannot be read ({error})") from error
    return node


_FULL = frozenset({Outcome.CORRECT, Outcome.UNDECIDED})
_NOTHING = frozenset({Outcome.UNANSWERED})


def _unexpected(result: SubmissionResult, expected: frozenset[Outcome]) -> tuple[str, ...]:
    return tuple(
        f"{question.question}: {question.outcome} ({question.feedback})"
        for question in result.questions
        if question.outcome not in expected
    )


def _same_again(
    origin: Origin, sandbox: Sandbox, release: Release, results: Mapping[Path, SubmissionResult]
) -> Finding:
    """Grade again with a new judge in another order, and at the other sandbox levels that this machine supports."""
    backwards = dict(reversed(list(results.items())))
    problems = _differences(origin, sandbox, release, backwards, "graded again in another order")
    levels = []
    for level in LEVELS:
        if level != sandbox.report.level:
            with suppress(SandboxError), open_sandbox(level, course=release.setup.libraries) as other:
                problems += _differences(origin, other, release, results, f"at sandbox level {level}")
                levels.append(level)
    where = f" and at sandbox level {' and '.join(levels)}" if levels else ""
    return Finding(f"grading again in another order{where} gives identical results", tuple(problems))


def _differences(
    origin: Origin, sandbox: Sandbox, release: Release, results: Mapping[Path, SubmissionResult], how: str
) -> list[str]:
    with JudgeProcess(origin) as judge:
        setup = release.setup
        grader = Grader(setup.applied(origin.load()), sandbox, judge, setup=setup)
        return [
            f"{result.student}: the result differs when {how}"
            for folder, result in results.items()
            if _comparable(grader.grade(read_submission(folder, result.student, release)).result) != _comparable(result)
        ]


def _comparable(result: SubmissionResult) -> tuple[tuple[QuestionResult, ...], tuple[str, ...]]:
    """Return what must be identical in every grading: everything but the sandbox level."""
    return tuple(replace(question, sandbox="") for question in result.questions), result.problems
