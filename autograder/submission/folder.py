"""Find out which of the files that a student handed in is which notebook."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from autograder.submission.cells import Notebook
from autograder.submission.intake import RawCell, Unreadable, read_cells, read_file
from autograder.submission.rebuild import rebuild
from autograder.submission.release import Release
from autograder.text import printable

MAX_FILES = 50
"""Notebook files of one submission that are looked at."""
MAX_TOTAL = 200 * 2**20
"""Bytes of all of them; files beyond are not read."""


@dataclass(frozen=True)
class Submission:
    """What one student handed in for one assignment, in the frame of the release."""

    student: str
    assignment: str
    notebooks: Mapping[str, Notebook]
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class HandedIn:
    """The notebook files of one folder as bytes: nobody has looked into them yet.

    Attributes
    ----------
    files : mapping
        Content by file name, in the order in which the files are looked at; a text says why one could not be read.
    problems : tuple of str
    """

    files: Mapping[str, bytes | str]
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class _File:
    path: PurePath
    cells: Sequence[RawCell] = ()
    problems: tuple[str, ...] = ()
    unreadable: str = ""


def read_submission(folder: Path, student: str, release: Release) -> Submission:
    """Read one student's folder. Total: a broken file is a problem in the result, never an exception."""
    return understand(collect(folder, release), student, release)


def collect(folder: Path, release: Release) -> HandedIn:
    """Take a student's files out of the folder; no more of them than anybody would look at."""
    if folder.is_symlink() or folder.parent.is_symlink():
        return HandedIn({}, ("the submission folder is a link, and links are not followed",))
    paths = [path for path in folder.iterdir() if path.suffix == ".ipynb"] if folder.is_dir() else []
    paths.sort(key=lambda path: (path.stem not in release.notebooks, path.name))
    many = f"{len(paths)} notebook files; the first {MAX_FILES} were looked at"
    files: dict[str, bytes | str] = {}
    size = 0
    for path in paths[:MAX_FILES]:
        files[path.name] = _content(path) if size < MAX_TOTAL else "the files before it are too large together"
        size += len(files[path.name])
    return HandedIn(files, (many,) if len(paths) > MAX_FILES else ())


def understand(handed_in: HandedIn, student: str, release: Release) -> Submission:
    """Find the notebooks of the release in what was handed in. Total, as `read_submission` is."""
    problems = list(handed_in.problems)
    files = [_read(name, content) for name, content in handed_in.files.items()]
    chosen = _choose(files, release, problems)
    notebooks = {name: _notebook(frame, chosen.get(name)) for name, frame in release.notebooks.items()}
    return Submission(student, release.assignment, notebooks, tuple(problems))


def read_notebook(path: Path, frame: Notebook) -> Notebook:
    """Read one file as the given notebook, whatever it is called."""
    return _notebook(frame, _read(path.name, _content(path)))


def _content(path: Path) -> bytes | str:
    try:
        return read_file(path)
    except Unreadable as error:
        return str(error)


def _read(name: str, content: bytes | str) -> _File:
    if isinstance(content, str):
        return _File(PurePath(name), unreadable=content)
    try:
        cells, problems = read_cells(content)
    except Unreadable as error:
        return _File(PurePath(name), unreadable=str(error))
    return _File(PurePath(name), cells, tuple(problems))


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
