"""Submitted bytes -> notebook cells. Never fails: any bytes give cells, or the reason why there are none."""

from __future__ import annotations

import json
import os
import re
import stat
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO

import nbformat

from autograder.grading.submission.pictures import pictures_in, saved_outputs
from autograder.grading.submission.saved_texts import saved_text

MAX_BYTES = 100 * 2**20
MAX_CODE, MAX_TEXT = 2**20, 4 * 2**20
"""Maximum characters of all cells together; later cells are left out. A pasted picture can take millions."""
LINE_END = 10
"""How many characters the end of a line counts as: that is what it takes in a file that stores lines separately."""
MAX_MEMORY = 2**30
"""Maximum memory of a parsed file in bytes; a small value takes much more memory than its characters do."""

_SIZES = {b"{": 240, b"[": 90, b",": 35, b'"': 30}
_OTHER_FILES = {
    b"PK": "a zip archive",
    b"\x1f\x8b": "a gzip archive",
    b"7z": "a 7z archive",
    b"Rar!": "a rar archive",
    b"%PDF": "a PDF",
    b"\xd0\xcf\x11\xe0": "an Office document",
    b"<<<<<<<": "a file with the marks of a merge conflict",
    b"<": "a web page",
    b"version https://git-lfs": "a Git LFS pointer instead of the file",
}
_BEGINNING = 4096
_NOTEBOOK = re.compile(rb"[^{\w]{0,20}\{.*\"(?:cells|nbformat|worksheets)\"\s*:", re.DOTALL)
_KINDS = ("code", "markdown", "raw")
_CODE_ALONE = frozenset(("outputs", "execution_count", "input", "prompt_number"))


class Unreadable(Exception):
    """The file cannot be read as a notebook; the text says why."""


@dataclass(frozen=True)
class RawCell:
    """A submitted cell, not yet matched to the release.

    Attributes
    ----------
    pictures : mapping of str to str
        The attachments that its text shows, as base64 by name.
    saved : tuple of str
        The pictures among its saved outputs, as base64.
    said : str
        The texts among its saved outputs that may be an answer.
    cut : bool
        Whether its text was left out because it is too long.
    attachments : mapping
        Its pictures after they were re-encoded, by media type.
    """

    kind: str
    source: str
    grade_id: str = ""
    id: str = ""
    pictures: Mapping[str, str] = field(default_factory=dict)
    saved: tuple[str, ...] = ()
    said: str = ""
    cut: bool = False
    attachments: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def read_file(path: Path) -> bytes:
    """Read a submitted file. It has to be a regular file of limited size; links are not followed."""
    with _opened(path) as file:
        if (size := os.fstat(file.fileno()).st_size) > MAX_BYTES:
            raise Unreadable(f"it has {size >> 20} MB; at most {MAX_BYTES >> 20} MB are read")
        return file.read(MAX_BYTES)


def begins_like_notebook(path: Path) -> bool:
    """Whether a file starts like a notebook; some browsers and editors save one as `notebook.txt`."""
    try:
        with _opened(path) as file:
            return _NOTEBOOK.match(file.read(_BEGINNING).replace(b"\0", b"")) is not None
    except (Unreadable, OSError):
        return False


def _opened(path: Path) -> BinaryIO:
    """Open a submitted file, which has to be a regular file. Links are not followed."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        if path.is_symlink():
            raise Unreadable("it is a link, and links are not followed") from error
        raise Unreadable(f"it cannot be opened ({error.strerror})") from error
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise Unreadable("it is not a regular file")
    return open(descriptor, "rb")


def read_cells(data: bytes) -> tuple[list[RawCell], list[str]]:
    """Return the cells of a notebook and a list of what was odd about the file.

    Raises
    ------
    Unreadable
        The bytes are no notebook.
    """
    problems: list[str] = []
    start = data[:100].lstrip()
    if not start and not data.strip():
        raise Unreadable("the file is empty")
    if other := next((what for mark, what in _OTHER_FILES.items() if start.startswith(mark)), ""):
        raise Unreadable(f"it is {other}, not a notebook")
    if sum(size * data.count(part) for part, size in _SIZES.items()) > MAX_MEMORY:
        raise Unreadable("it has too many parts for a notebook")
    node = _parse(_decode(data, problems))
    if not isinstance(node, dict):
        raise Unreadable("it is JSON, but not a notebook")
    if "cells" not in node and "worksheets" in node:
        node = _upgrade(node, problems)
    version = node.get("nbformat")
    if version not in (3, 4):
        problems.append(f"the file says that its notebook format is {str(version)[:20]!r}; it was read as format 4")
    cells = node.get("cells")
    if not isinstance(cells, list):
        raise Unreadable("it is JSON, but not a notebook: it has no list of cells")
    return list(_cells(cells, problems)), problems


def _cells(cells: list[Any], problems: list[str]) -> Iterator[RawCell]:
    room = {"code": MAX_CODE, "markdown": MAX_TEXT, "raw": MAX_TEXT}
    for number, cell in enumerate(cells, 1):
        raw = _cell(cell, number, problems)
        if raw is None:
            continue
        size = len(raw.source) + LINE_END * raw.source.count("\n")
        if size > room[raw.kind]:
            problems.append(f"cell {number} is too long ({len(raw.source):,} characters); it was left out")
            raw, size = replace(raw, source="", cut=True), 0
        room[raw.kind] -= size
        yield raw


def _decode(data: bytes, problems: list[str]) -> str:
    encoding = json.detect_encoding(data)
    try:
        return data.decode(encoding).lstrip("\ufeff")
    except UnicodeDecodeError:
        problems.append(f"the file is not valid {encoding.upper()}; it was read as Windows-1252")
        return data.decode("cp1252", errors="replace")


def _parse(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        why = error.msg.removesuffix(" starting at")
        raise Unreadable(f"it is not valid JSON (line {error.lineno}, column {error.colno}: {why})") from error
    except RecursionError as error:
        raise Unreadable("it is nested too deeply to be a notebook") from error
    except ValueError as error:  # a number with more digits than Python converts
        raise Unreadable("it contains a number that is too long for a notebook") from error


def _upgrade(node: dict[str, Any], problems: list[str]) -> dict[str, Any]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            upgraded: dict[str, Any] = nbformat.convert(nbformat.from_dict(node), 4)
    except Exception as error:  # files in an old format can be hostile, too
        raise Unreadable(
            f"it is in an old notebook format that cannot be converted ({type(error).__name__})"
        ) from error
    problems.append("the file is in an old notebook format; it was converted")
    return upgraded


def _cell(cell: Any, number: int, problems: list[str]) -> RawCell | None:
    if not isinstance(cell, dict):
        problems.append(f"cell {number} is not a cell; it was left out")
        return None
    source = _source(cell)
    if source is None:
        problems.append(f"cell {number} has no text; it was left out")
        return None
    kind = cell.get("cell_type")
    if kind not in _KINDS:
        if not source.strip():
            problems.append(f"cell {number} is not a cell; it was left out")
            return None
        kind = "code" if _CODE_ALONE & cell.keys() else "markdown"
        problems.append(f"cell {number} has an unknown type; it was read as {kind}")
    metadata = cell.get("metadata")
    known = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    grade_id = known.get("grade_id") if isinstance(known, dict) else None
    cell_id = cell.get("id")
    pictures: dict[str, str] = {}
    if kind != "code":
        source, pictures = pictures_in(cell, source)
    return RawCell(
        kind,
        source,
        grade_id if isinstance(grade_id, str) else "",
        cell_id if isinstance(cell_id, str) else "",
        pictures,
        tuple(saved_outputs(cell)) if kind == "code" else (),
        saved_text(cell) if kind == "code" else "",
    )


def _source(cell: dict[str, Any]) -> str | None:
    """Return a cell's text, which is a string or a list of lines, without characters that cannot be stored."""
    source = cell.get("source", cell.get("input", ""))
    if isinstance(source, list):
        lines = [part for part in source if isinstance(part, str)]
        ended = any(line.endswith("\n") for line in lines)
        source = ("" if ended else "\n").join(lines)
    if not isinstance(source, str):
        return None
    return _UNFIT.sub("�", source)


_UNFIT = re.compile(r"(?![\n\t\r\f])[\x00-\x1f\x7f\ud800-\udfff]")
"""Control characters and lone surrogates, which JSON allows but a gradebook cannot store."""
