"""Bytes that somebody handed in -> the cells that are in them. Total: whatever the bytes are, it says what they are."""

from __future__ import annotations

import json
import os
import stat
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

MAX_BYTES = 100 * 2**20
MAX_SOURCE = 8 * 2**20
"""Characters of one cell; more is left out. Pictures pasted into a text can take a few million."""


class Unreadable(Exception):
    """The file cannot be read as a notebook; the text says why."""


@dataclass(frozen=True)
class RawCell:
    """A submitted cell, before anything in it is believed."""

    kind: str
    source: str
    grade_id: str = ""
    id: str = ""


def read_file(path: Path) -> bytes:
    """Read a submitted file: a regular one of bounded size, never through a link."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        if path.is_symlink():
            raise Unreadable("it is a link, and links are not followed") from error
        raise Unreadable(f"it cannot be opened ({error.strerror})") from error
    found = os.fstat(descriptor)
    if not stat.S_ISREG(found.st_mode):
        os.close(descriptor)
        raise Unreadable("it is not a regular file")
    with open(descriptor, "rb") as file:
        if found.st_size > MAX_BYTES:
            raise Unreadable(f"it has {found.st_size >> 20} MB; at most {MAX_BYTES >> 20} MB are read")
        return file.read(MAX_BYTES)


def read_cells(data: bytes) -> tuple[list[RawCell], list[str]]:
    """Return the cells of a notebook and a list of what was odd about the file.

    Raises
    ------
    Unreadable
        The bytes are no notebook.
    """
    problems: list[str] = []
    if not data.strip():
        raise Unreadable("the file is empty")
    node = _parse(_decode(data, problems))
    if not isinstance(node, dict):
        raise Unreadable("it holds JSON, but not a notebook")
    if "cells" not in node and "worksheets" in node:
        node = _upgrade(node, problems)
    version = node.get("nbformat")
    if version not in (3, 4):
        problems.append(f"the file says that its notebook format is {str(version)[:20]!r}; it was read as format 4")
    cells = node.get("cells")
    if not isinstance(cells, list):
        raise Unreadable("it holds JSON, but not a notebook: there is no list of cells")
    return [raw for number, cell in enumerate(cells, 1) if (raw := _cell(cell, number, problems))], problems


def _decode(data: bytes, problems: list[str]) -> str:
    encoding = json.detect_encoding(data)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        problems.append(f"the file is not valid {encoding.upper()}; it was read as Windows-1252")
        return data.decode("cp1252", errors="replace")


def _parse(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise Unreadable(f"it is not valid JSON (line {error.lineno}, column {error.colno}: {error.msg})") from error
    except RecursionError as error:
        raise Unreadable("it is nested too deeply to be a notebook") from error
    except ValueError as error:  # a number with more digits than Python converts
        raise Unreadable("it holds a number that is too long to be one of a notebook") from error


def _upgrade(node: dict[str, Any], problems: list[str]) -> dict[str, Any]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            upgraded: dict[str, Any] = nbformat.convert(nbformat.from_dict(node), 4)
    except Exception as error:  # an old format, filled in by somebody who may have meant harm
        raise Unreadable(
            f"it is in an old notebook format that cannot be converted ({type(error).__name__})"
        ) from error
    problems.append("the file is in an old notebook format; it was converted")
    return upgraded


def _cell(cell: Any, number: int, problems: list[str]) -> RawCell | None:
    if not isinstance(cell, dict):
        problems.append(f"cell {number} is not a cell; it was left out")
        return None
    source = cell.get("source", "")
    if isinstance(source, list):
        source = "".join(part for part in source if isinstance(part, str))
    if not isinstance(source, str):
        problems.append(f"cell {number} has no text; it was left out")
        return None
    source = "".join(char if _fit(char) else "�" for char in source) if not _clean(source) else source
    if len(source) > MAX_SOURCE:
        problems.append(f"cell {number} has {len(source):,} characters; it was left out")
        source = ""
    kind = cell.get("cell_type")
    if kind not in ("code", "markdown", "raw"):
        problems.append(f"cell {number} has an unknown type; it was left out")
        return None
    metadata = cell.get("metadata")
    known = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    grade_id = known.get("grade_id") if isinstance(known, dict) else None
    cell_id = cell.get("id")
    return RawCell(
        kind,
        source,
        grade_id if isinstance(grade_id, str) else "",
        cell_id if isinstance(cell_id, str) else "",
    )


def _clean(source: str) -> bool:
    return source.isprintable() or all(map(_fit, source))


def _fit(char: str) -> bool:
    """Control characters and lone surrogates can be stored nowhere; JSON lets both through."""
    return char in "\n\t\r\f" or (char >= " " and not "\ud800" <= char <= "\udfff" and char != "\x7f")
