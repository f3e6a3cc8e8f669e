"""Find out which of the files that a student handed in is which notebook."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from autograder.grading.submission.cells import Notebook
from autograder.grading.submission.intake import RawCell, Unreadable, read_cells, read_file
from autograder.grading.submission.rebuild import rebuild
from autograder.grading.submission.release import Release
from autograder.text import listed, printable

MAX_FILES = 50
"""Notebook files of one submission that are looked at."""
MAX_TOTAL = 200 * 2**20
"""Bytes of all of them; files beyond are not read."""
MAX_FOLDERS = 20
"""Folders in the folder that are looked into: an archive often leaves one around what it held."""
_NOT_THEIRS = ("timestamp.txt", "submission_secret.txt", "__MACOSX", "__pycache__")


@dataclass(frozen=True)
class Submission:
    """What one student handed in for one assignment, in the frame of the release."""

    student: str
    assignment: str
    notebooks: Mapping[str, Notebook]
    problems: tuple[str, ...] = ()

    def only(self, notebook: str) -> Submission:
        """Return one notebook of it."""
        return replace(self, notebooks={notebook: self.notebooks[notebook]})


@dataclass(frozen=True)
class HandedIn:
    """The notebook files of one folder as bytes: nobody has looked into them yet.

    Attributes
    ----------
    files : mapping
        Content by file name, in the order in which the files are looked at; a text says why one could not be read.
    problems : tuple of str
    others : tuple of str
        What is there besides, as far as it takes to say so where a notebook is not there.
    """

    files: Mapping[str, bytes | str]
    problems: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


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
    try:
        found = list(_files(folder)) if folder.is_dir() else []
    except OSError as error:
        reason = f"the submission folder cannot be read ({error.strerror})"
        return HandedIn({}, (reason,), (folder.name,))
    names = [name for name in found if _may_be_notebook(name)]
    names.sort(key=lambda name: (name.removesuffix(".ipynb") not in release.notebooks, name))
    others = tuple(sorted(set(found) - set(names)))[:MAX_FILES]
    many = f"{len(names)} notebook files; the first {MAX_FILES} were looked at"
    files: dict[str, bytes | str] = {}
    size = 0
    for name in names[:MAX_FILES]:
        files[name] = _content(folder / name) if size < MAX_TOTAL else "the files before it are too large together"
        size += len(files[name])
    return HandedIn(files, (many,) if len(names) > MAX_FILES else (), others)


def _files(folder: Path) -> Iterator[str]:
    """Yield what lies in a folder, and in the first folders in it, as paths from there; not what is hidden.

    A folder is only mentioned where nothing is found in it.
    """
    waiting = [""]
    for _ in range(MAX_FOLDERS):
        if not waiting:
            return
        place = waiting.pop(0)
        with os.scandir(folder / place) as entries:
            seen = [entry for entry in entries if not entry.name.startswith(".") and entry.name not in _NOT_THEIRS]
        if place and not seen:
            yield place
        for entry in sorted(seen, key=lambda entry: entry.name):
            if entry.is_dir(follow_symlinks=False):
                waiting.append(f"{place}{entry.name}/")
            else:
                yield f"{place}{entry.name}"
    yield from waiting


def _may_be_notebook(name: str) -> bool:
    """Tell by the name; browsers and phones add ends to names that they do not know."""
    last = name.rpartition("/")[2].lower()
    return ".ipynb" in last or last.endswith(".json")


def understand(handed_in: HandedIn, student: str, release: Release) -> Submission:
    """Find the notebooks of the release in what was handed in. Total, as `read_submission` is."""
    problems = list(handed_in.problems)
    files = [_read(name, content) for name, content in handed_in.files.items()]
    chosen = _choose(files, release, problems)
    notebooks = {name: _notebook(frame, chosen.get(name)) for name, frame in release.notebooks.items()}
    if not chosen and (others := [*handed_in.files, *handed_in.others]):
        notebooks = {name: replace(each, unreadable=_instead(others)) for name, each in notebooks.items()}
    if len(chosen) < len(notebooks):
        problems += [f"`{printable(name)}` is not a notebook; it was not graded" for name in handed_in.others]
    return Submission(student, release.assignment, notebooks, listed(problems))


def _instead(others: Sequence[str]) -> str:
    """Say that there is no notebook, but something that a person may want to look at."""
    more = f" and {len(others) - 1} more" if len(others) > 1 else ""
    return f"there is no notebook of this assignment, but `{printable(others[0])}`{more}"


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
    return replace(rebuilt, problems=listed((*file.problems, *rebuilt.problems)))


def _choose(files: Sequence[_File], release: Release, problems: list[str]) -> dict[str, _File]:
    """Assign files to notebooks: by the exact name, else by the `grade_id`s in them, else by a similar name."""
    by_name = {file.path.stem: file for file in files if file.path.suffix == ".ipynb" and len(file.path.parts) == 1}
    chosen = {
        name: by_name[name]
        for name in release.notebooks
        if name in by_name and (by_name[name].unreadable or _belongs(by_name[name], release) in (name, None))
    }
    left = [file for file in files if not any(file is each for each in chosen.values())]
    for name in release.notebooks:
        alike = [file for file in left if _belongs(file, release) == name]
        if name not in chosen and alike:
            newest = max(alike, key=lambda file: _natural(file.path.stem))
            chosen[name] = newest
            alike.remove(newest)
            problems.append(f"`{printable(str(newest.path))}` was read as notebook `{name}`")
        problems += [
            f"`{printable(str(file.path))}` is another copy of notebook `{name}`; it was not graded" for file in alike
        ]
    problems += [
        f"`{printable(str(file.path))}` is not a notebook of this assignment; it was not graded"
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
