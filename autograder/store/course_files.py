"""Find the files beside an instructor's notebooks, and say which of them cannot be used."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from traitlets.config import Config

from autograder.model.errors import CourseError
from autograder.model.libraries import Libraries
from autograder.model.setup import CourseFile, CourseFiles, Setup, read_regular_file
from autograder.store.imports import import_statements
from autograder.store.settings import Autograder, read_settings
from autograder.text import printable

SKIPPED = (".ipynb_checkpoints", "__pycache__", "feedback")
"""Folders that nbgrader does not release; it skips `*.pyc` files, too."""
_PRIVATE = re.compile(
    r"(^|/)(\.|nbgrader_config\.py$|timestamp\.txt$|submission_secret\.txt$|id_(rsa|ed25519|ecdsa|dsa)\b"
    r"|.*\.(db|sqlite3?|pem|p12|pfx|key|kdbx|ipynb)$)",
    re.IGNORECASE,
)
"""Files that must not get to students: keys, gradebooks, further notebooks, and all that begins with a dot."""
_SOLUTION = re.compile(rb"(BEGIN|END) (SOLUTION|HIDDEN TESTS)")
_MAX_LISTED = 10


def read_setup(config: Config, source: Path, assignment: str) -> Setup:
    """Return the settings of an assignment, its files, and what its notebooks import.

    Parameters
    ----------
    config : Config
        What `nbgrader_config.py` sets.
    source : Path
        The folder of the instructor's notebooks.
    assignment : str

    Raises
    ------
    CourseError
        A setting or a file cannot be used.
    """
    settings = read_settings(config, assignment)
    found, problems = course_files(source, settings)
    if problems:
        raise CourseError(f"{source}: {'; '.join(problems)}")
    return replace(settings.setup(), files=found, libraries=libraries_of(settings, source, found))


def libraries_of(settings: Autograder, source: Path, files: CourseFiles) -> Libraries:
    """Return the libraries that an assignment adds, with what its notebooks and modules import."""
    names = tuple(dict.fromkeys(settings.libraries))
    return Libraries(names, import_statements(source, files) if names else ())


def course_files(source: Path, settings: Autograder) -> tuple[CourseFiles, list[str]]:
    """Return the files beside the notebooks of an assignment, and why some cannot be used.

    Notebooks in the folder itself are not among them; those in subfolders are problems.
    """
    files: list[CourseFile] = []
    problems: list[str] = []
    total = 0
    for name, entry in _walk(source, settings.max_files + 1):
        if len(files) + len(problems) == settings.max_files:
            many = f"there are more than {settings.max_files} files beside the notebooks (c.Autograder.max_files)"
            return CourseFiles(folder=source), [many]
        hidden = settings.is_hidden(name)
        problem, content = _read(source, name, entry, hidden, settings)
        total += len(content)
        if problem:
            problems.append(problem)
        elif total > settings.max_files_mb << 20:
            large = f"the files beside the notebooks have more than {settings.max_files_mb} MB"
            return CourseFiles(folder=source), [f"{large} (c.Autograder.max_files_mb)"]
        else:
            files.append(CourseFile(name, len(content), hashlib.sha256(content).hexdigest(), hidden))
    if len(problems) > _MAX_LISTED:
        problems = [*problems[:_MAX_LISTED], f"and {len(problems) - _MAX_LISTED} more"]
    return CourseFiles(tuple(sorted(files, key=lambda file: file.name)), source), problems


def _walk(source: Path, at_most: int) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Yield the files, links and devices below a folder, in alphabetical order within each folder."""
    waiting, seen = [""], 0
    while waiting:
        place = waiting.pop()
        try:
            with os.scandir(source / place) as opened:
                entries = sorted(opened, key=lambda entry: entry.name)
        except FileNotFoundError:
            return  # a course may have a release only
        except OSError as error:
            raise CourseError(f"{source / place} cannot be read ({error.strerror})") from error
        for entry in entries:
            if entry.name in SKIPPED or entry.name.endswith(".pyc"):
                continue
            if entry.is_dir(follow_symlinks=False):
                waiting.append(f"{place}{entry.name}/")
            elif place or not entry.name.endswith(".ipynb") or entry.is_symlink():
                yield f"{place}{entry.name}", entry
                if (seen := seen + 1) > at_most:
                    return


def _read(source: Path, name: str, entry: os.DirEntry[str], hidden: bool, settings: Autograder) -> tuple[str, bytes]:
    """Return why a file cannot be used, or "" and its content."""
    shown = f"file `{printable(name, 200)}`"
    if not name.isprintable() or "\\" in name or "`" in name:  # other bytes than UTF-8 are not printable, either
        return f"{shown} has a name with unusual characters; rename it", b""
    if entry.is_symlink():
        return f"{shown} is a link, and links are not followed; put a copy there", b""
    if not entry.is_file(follow_symlinks=False):
        return f"{shown} is not a regular file; remove it", b""
    if _PRIVATE.search(name) and not hidden:
        return f"{shown} would be released; remove it, or move it to `hidden/` if only the tests need it", b""
    if entry.stat(follow_symlinks=False).st_size > (limit := settings.max_file_mb << 20):
        return f"{shown} has more than {settings.max_file_mb} MB (c.Autograder.max_file_mb)", b""
    try:
        content = read_regular_file(source / name, limit)
    except OSError as error:
        return f"{shown} cannot be read ({error.strerror or error})", b""
    if not hidden and _SOLUTION.search(content):
        return f"{shown} contains a marker of a solution or of hidden tests, and would be released", b""
    return "", content
