"""Find out which of the files that a student handed in is which notebook."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.submission.cells import Notebook
from autograder.submission.intake import RawCell, Unreadable, read_cells, read_file
from autograder.submission.rebuild import rebuild
from autograder.submission.release import Release
from autograder.text import printable

MAX_FILES = 50
"""Notebook files of one submission that are looked at."""


@dataclass(frozen=True)
class Submission:
    """What one student handed in for one assignment, in the frame of the release."""

    student: str
    assignment: str
    notebooks: Mapping[str, Notebook]
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class _File:
    path: Path
    cells: Sequence[RawCell] = ()
    problems: tuple[str, ...] = ()
    unreadable: str = ""


def read_submission(folder: Path, student: str, release: Release) -> Submission:
    """Read one student's folder. Total: a broken file is a problem in the result, never an exception."""
    problems: list[str] = []
    if folder.is_symlink() or folder.parent.is_symlink():
        problems.append("the submission folder is a link, and links are not followed")
        paths = []
    else:
        paths = [path for path in folder.iterdir() if path.suffix == ".ipynb"] if folder.is_dir() else []
        paths.sort(key=lambda path: (path.stem not in release.notebooks, path.name))
    if len(paths) > MAX_FILES:
        problems.append(f"{len(paths)} notebook files; the first {MAX_FILES} were looked at")
    files = [_read(path) for path in paths[:MAX_FILES]]
    chosen = _choose(files, release, problems)
    notebooks = {name: _notebook(frame, chosen.get(name)) for name, frame in release.notebooks.items()}
    return Submission(student, release.assignment, notebooks, tuple(problems))


def read_notebook(path: Path, frame: Notebook) -> Notebook:
    """Read one file as the given notebook, whatever it is called."""
    return _notebook(frame, _read(path))


def _read(path: Path) -> _File:
    try:
        cells, problems = read_cells(read_file(path))
    except Unreadable as error:
        return _File(path, unreadable=str(error))
    return _File(path, cells, tuple(problems))


def _notebook(frame: Notebook, file: _File | None) -> Notebook:
    if file is None:
        return replace(frame, absent=True, problems=(f"notebook `{frame.name}` was not handed in",))
    if file.unreadable:
        reason = f"`{printable(file.path.name)}` could not be read: {file.unreadable}"
        return replace(frame, unreadable=reason, problems=(reason,))
    rebuilt = rebuild(frame, file.cells)
    return replace(rebuilt, problems=(*file.problems, *rebuilt.problems))


def _choose(files: Sequence[_File], release: Release, problems: list[str]) -> dict[str, _File]:
    """Assign files to notebooks: by the exact name, else by the `grade_id`s in them, else by a similar name."""
    by_name = {file.path.stem: file for file in files}
    chosen = {
        name: by_name[name]
        for name in release.notebooks
        if name in by_name and (by_name[name].unreadable or _belongs(by_name[name], release) in (name, None))
    }
    left = [file for file in files if chosen.get(file.path.stem) is not file]
    for name in release.notebooks:
        alike = [file for file in left if _belongs(file, release) == name]
        if name not in chosen and alike:
            newest = max(alike, key=lambda file: _natural(file.path.stem))
            chosen[name] = newest
            alike.remove(newest)
            problems.append(f"`{printable(newest.path.name)}` was read as notebook `{name}`")
        problems += [
            f"`{printable(file.path.name)}` is another copy of notebook `{name}`; it was not graded" for file in alike
        ]
    problems += [
        f"`{printable(file.path.name)}` is not a notebook of this assignment; it was not graded"
        for file in left
        if _belongs(file, release) is None
    ]
    return chosen


def _belongs(file: _File, release: Release) -> str | None:
    votes: Counter[str] = Counter()
    for name, frame in release.notebooks.items():
        ids = {cell.id for cell in frame.cells if cell.nbgrader}
        votes[name] = len(ids & {raw.grade_id or raw.id for raw in file.cells})
    if votes and max(votes.values()) > 0:
        return votes.most_common(1)[0][0]
    letters = re.match(r"[a-z_-]*", file.path.stem.lower().strip())
    return next((name for name in release.notebooks if letters and name.lower() == letters[0].rstrip("_-")), None)


def _natural(text: str) -> list[tuple[int, str]]:
    """Sort key in which "(10)" comes after "(9)"."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d{1,9})", text)]
