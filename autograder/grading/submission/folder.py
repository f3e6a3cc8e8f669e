"""Match the files that a student submitted to the notebooks of the release."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from pathlib import Path, PurePath

from autograder.grading.submission.cells import Notebook
from autograder.grading.submission.copies import Copy, best_copy, doubt_unanswered
from autograder.grading.submission.intake import RawCell, Unreadable, begins_like_notebook, read_cells, read_file
from autograder.grading.submission.rebuild import rebuild
from autograder.grading.submission.release import Release
from autograder.model.setup import Setup, read_regular_file
from autograder.text import limit_lines, printable

MAX_FILES = 50
"""Maximum number of notebook files that are read from one submission."""
MAX_TOTAL = 200 * 2**20
"""Maximum size of all of them in bytes; further files are not read."""
MAX_FOLDERS = 20
"""Maximum number of subfolders to search: unpacking an archive often creates one."""
MAX_NAMED = 10
"""Maximum number of other files that are named."""
MAX_DEPTH = 5
"""Maximum number of nested folders that hold nothing but each other."""
_DATA = frozenset(".csv .tsv .npy .npz .mat .h5 .pkl .pickle .log .pyc .lock .toml .yml .yaml .cfg .ini .db".split())
"""Extensions of files that contain no answers."""
_NOT_THEIRS = ("timestamp.txt", "submission_secret.txt", "__MACOSX", "__pycache__", "Thumbs.db", "desktop.ini")
_MARK_OF_THE_WEB = ":zone.identifier"
"""Extension of the file that Windows creates beside a download when it is copied to another file system."""


@dataclass(frozen=True)
class Submission:
    """A student's submission to one assignment, as the notebooks of the release."""

    student: str
    assignment: str
    notebooks: Mapping[str, Notebook]
    problems: tuple[str, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)
    """The other files that the course accepts, by name."""

    def only(self, notebook: str) -> Submission:
        """Return the submission with only one of its notebooks."""
        return replace(self, notebooks={notebook: self.notebooks[notebook]})


@dataclass(frozen=True)
class SubmittedFiles:
    """The files of one submission, as bytes that have not been parsed yet.

    Attributes
    ----------
    files : mapping
        Content of the notebook files by name, in the order in which they are read; a string says why one could not be
        read.
    problems : tuple of str
    others : tuple of str
        Names of other files, which are not read.
    more : int
        Number of further ones, whose names are left out.
    accepted : mapping
        Content of the other files that the course accepts, by their name in the working folder of the code.
    """

    files: Mapping[str, bytes | str]
    problems: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    accepted: Mapping[str, bytes] = field(default_factory=dict)
    more: int = 0


@dataclass(frozen=True)
class _File:
    path: PurePath
    cells: Sequence[RawCell] = ()
    problems: tuple[str, ...] = ()
    unreadable: str = ""


def read_submission(folder: Path, student: str, release: Release) -> Submission:
    """Read one student's folder. A broken file is a problem in the result, never an exception."""
    return match_notebooks(collect(folder, release), student, release)


def collect(folder: Path, release: Release) -> SubmittedFiles:
    """Read a student's files, up to the limits above."""
    if folder.is_symlink() or folder.parent.is_symlink():
        return SubmittedFiles({}, ("the submission folder is a link, and links are not followed",), (folder.name,))
    setup = release.setup
    try:
        top = _only_folder(folder) if folder.is_dir() else ""
        found = list(_files(folder, top)) if folder.is_dir() else []
    except OSError as error:
        reason = f"the submission folder cannot be read ({error.strerror})"
        return SubmittedFiles({}, (reason,), (folder.name,))
    released = {name for name in found if setup.is_released(name.removeprefix(top))}
    found = [name for name in found if name not in released]
    named = [name for name in found if _may_be_notebook(name)]
    rest = [name for name in found if name not in set(named)]
    names = [*named, *(name for name in rest[:MAX_FILES] if begins_like_notebook(folder / name))]
    names.sort(key=lambda name: (name.removesuffix(".ipynb") not in release.notebooks, name))
    beside = sorted(set(found) - set(names), key=lambda name: (name.count("/"), name))
    wanted = [name.removeprefix(top) for name in beside if setup.accepts(name.removeprefix(top))]
    accepted, problems = read_accepted(folder / top, wanted, setup)
    named_already = {*accepted, *wanted[:MAX_FILES]}
    others = tuple(name for name in beside if name.removeprefix(top) not in named_already)
    changed = [name for name in sorted(released) if not setup.is_same(name.removeprefix(top), folder / name)]
    problems += [f"`{printable(name)}` was changed; the course's file was used" for name in changed]
    if len(names) > MAX_FILES:
        problems.append(f"{len(names)} notebook files; only the first {MAX_FILES} were read")
    files: dict[str, bytes | str] = {}
    size = 0
    for name in names[:MAX_FILES]:
        files[name] = _content(folder / name) if size < MAX_TOTAL else "the files before it are too large together"
        size += len(files[name])
    return SubmittedFiles(files, tuple(problems), others[:MAX_FILES], accepted, len(others[MAX_FILES:]))


def read_accepted(folder: Path, names: Sequence[str], setup: Setup) -> tuple[dict[str, bytes], list[str]]:
    """Read the submitted files that the course accepts; return their contents by name, and problems."""
    accepted: dict[str, bytes] = {}
    problems = []
    left = setup.submitted_mb << 20
    if len(names) > MAX_FILES:
        problems.append(f"{len(names)} files beside the notebooks; only the first {MAX_FILES} were read")
    for name in names[:MAX_FILES]:
        why, content = "", b""
        try:
            content = read_regular_file(folder / name, left + 1)
        except OSError as error:
            why = f"it cannot be read ({error.strerror or error})"
        if len(content) > left:
            why = f"submitted files may have {setup.submitted_mb} MB together"
        if not (name.isprintable() and "\\" not in name):
            why = "its name has unusual characters"
        if why:
            problems.append(f"`{printable(name)}` was not read: {why}")
        else:
            accepted[name] = content
            left -= len(content)
    return accepted, problems


def _only_folder(folder: Path) -> str:
    """Return the subfolder, with a slash, that alone holds all visible files, as in an unpacked archive; "" if none."""
    top = ""
    for _ in range(MAX_DEPTH):
        with os.scandir(folder / top) as entries:
            seen = [entry for entry in entries if _is_theirs(entry.name)]
        if len(seen) != 1 or not seen[0].is_dir(follow_symlinks=False):
            break
        top = f"{top}{seen[0].name}/"
    return top


def _files(folder: Path, top: str = "") -> Iterator[str]:
    """Yield the relative paths of the visible files below a subfolder, in its first subfolders.

    A subfolder is yielded itself if it is empty, or beyond the limit.
    """
    waiting = [top]
    for _ in range(MAX_FOLDERS):
        if not waiting:
            return
        place = waiting.pop(0)
        with os.scandir(folder / place) as entries:
            seen = [entry for entry in entries if _is_theirs(entry.name)]
        if place and not seen:
            yield place
        for entry in sorted(seen, key=lambda entry: entry.name):
            if entry.is_dir(follow_symlinks=False):
                waiting.append(f"{place}{entry.name}/")
            else:
                yield f"{place}{entry.name}"
    yield from waiting


def _is_theirs(name: str) -> bool:
    """Whether a file comes from the student, rather than from a browser, an operating system or nbgrader."""
    return not (name.startswith(".") or name in _NOT_THEIRS or name.lower().endswith(_MARK_OF_THE_WEB))


def _may_be_notebook(name: str) -> bool:
    """Whether a file may be a notebook, judging by its name. Browsers and phones add unexpected extensions."""
    last = name.rpartition("/")[2].lower()
    return ".ipynb" in last or last.endswith(".json")


def match_notebooks(submitted_files: SubmittedFiles, student: str, release: Release) -> Submission:
    """Find the notebooks of the release among the submitted files. Never raises, like `read_submission`."""
    problems = list(submitted_files.problems)
    files = [_read(name, content) for name, content in submitted_files.files.items()]
    chosen, left = _choose(files, release, problems)
    others = [name for name in submitted_files.others if _may_hold_answers(name)]
    leftover = [*left, *(others if chosen else submitted_files.others)]
    strange = (name for name in (*left, *others) if not (PurePath(name).stem in chosen or _is_one_of(name, release)))
    if elsewhere := next(strange, None):
        why = _beside(elsewhere, "was submitted, too")
        chosen = {name: doubt_unanswered(notebook, why) for name, notebook in chosen.items()}
    notebooks = {
        name: chosen[name] if name in chosen else _missing(frame, _own_ids(frame, release), leftover, files)
        for name, frame in release.notebooks.items()
    }
    if len(chosen) < len(notebooks):
        problems += [f"`{printable(name)}` is not a notebook; it was not graded" for name in submitted_files.others]
    elif submitted_files.others:
        problems.append(_not_read(submitted_files))
    return Submission(student, release.assignment, notebooks, limit_lines(problems), submitted_files.accepted)


def _not_read(submitted: SubmittedFiles) -> str:
    """Name the other files in one sentence."""
    named = [f"`{printable(name)}`" for name in submitted.others[:MAX_NAMED]]
    rest = len(submitted.others) - len(named) + submitted.more
    *most, last = [*named, f"{rest} more files"] if rest else named
    if not most:
        return f"{last} was submitted, too; it was not read"
    return f"{', '.join(most)} and {last} were submitted, too; they were not read"


def _beside(file: str, what: str) -> str:
    return f"its cell is empty, but `{printable(file)}` {what} and may contain the answer"


def _own_ids(frame: Notebook, release: Release) -> set[str]:
    """Return the ids of a notebook's cells that no other notebook has; set-up cells are often in all of them."""
    others = (each for each in release.notebooks.values() if each is not frame)
    return {cell.id for cell in frame.cells if cell.nbgrader} - {cell.id for each in others for cell in each.cells}


def _missing(frame: Notebook, ids: set[str], leftover: Sequence[str], files: Sequence[_File]) -> Notebook:
    """Return a missing notebook: absent, or left to a grader if its answers may be in another file."""
    holding = [str(file.path) for file in files if ids & {raw.grade_id or raw.id for raw in file.cells}]
    if broken := next((file for file in files if file.unreadable and _is_named(file.path, frame.name)), None):
        where = f"`{printable(broken.path.name)}` could not be read: {broken.unreadable}"
    elif holding:
        where = f"cells of notebook `{frame.name}` are in `{printable(holding[0])}`"
    elif leftover:
        nearest = max(leftover, key=lambda name: SequenceMatcher(None, frame.name, PurePath(name).stem.lower()).ratio())
        more = f" and {len(leftover) - 1} more" if len(leftover) > 1 else ""
        where = f"there is no notebook `{frame.name}`, but there is `{printable(nearest)}`{more}"
    else:
        return replace(frame, absent=True, problems=(f"notebook `{frame.name}` was not submitted",))
    return replace(frame, unreadable=where, problems=(where,))


def _may_hold_answers(name: str) -> bool:
    """Whether a file other than a notebook may contain answers, rather than data or a program's leftovers."""
    return PurePath(name).suffix.lower() not in _DATA


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


def _notebook(frame: Notebook, file: _File) -> Notebook:
    if file.unreadable:
        reason = f"`{printable(file.path.name)}` could not be read: {file.unreadable}"
        return replace(frame, unreadable=reason, problems=(reason,))
    rebuilt = rebuild(frame, file.cells)
    return replace(rebuilt, problems=limit_lines((*file.problems, *rebuilt.problems)))


def _choose(files: Sequence[_File], release: Release, problems: list[str]) -> tuple[dict[str, Notebook], list[str]]:
    """Assign files to notebooks by their `grade_id`s or names. Return the notebooks, and the files left over."""
    chosen: dict[str, Notebook] = {}
    owner = {id(file): _owner(file, release) for file in files}
    for name, frame in release.notebooks.items():
        mine = [file for file in files if owner[id(file)] == name]
        readable = [file for file in mine if not file.unreadable]
        if not readable:
            continue
        best, doubts = best_copy([Copy(str(file.path), _notebook(frame, file), _rank(file, name)) for file in readable])
        chosen[name] = replace(best.notebook, doubts={**best.notebook.doubts, **doubts})
        if broken := next((file for file in mine if file.unreadable), None):
            chosen[name] = doubt_unanswered(chosen[name], _beside(str(broken.path), "could not be read"))
        if not _is_named(PurePath(best.file), name):
            problems.append(f"`{printable(best.file)}` was read as notebook `{name}`")
        problems += [
            f"`{printable(str(file.path))}` is another copy of notebook `{name}`; it was not graded"
            for file in mine
            if str(file.path) != best.file
        ]
    left = []
    for file in files:
        if owner[id(file)] in chosen:
            continue
        left.append(str(file.path))
        if _is_one_of(str(file.path), release):
            continue  # the notebook itself says so
        why = f"could not be read: {file.unreadable}" if file.unreadable else "is not a notebook of this assignment"
        problems.append(f"`{printable(str(file.path))}` {why}; it was not graded")
    return chosen, left


def _owner(file: _File, release: Release) -> str | None:
    """Return the name of the notebook in a file, by its content or else by its name."""
    if (found := _belongs(file, release)) is not None:
        return found
    return next((name for name in release.notebooks if _is_named(file.path, name)), None)


def _is_named(path: PurePath, name: str) -> bool:
    return path.suffix == ".ipynb" and path.stem == name and len(path.parts) == 1


def _is_one_of(name: str, release: Release) -> bool:
    """Whether a file has the name of a released notebook, whatever its content."""
    return any(_is_named(PurePath(name), each) for each in release.notebooks)


def _rank(file: _File, name: str) -> tuple[object, ...]:
    """Rank copies with the same answers: the right name first, then the highest number in the name."""
    return _is_named(file.path, name), _natural(file.path.stem)


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
