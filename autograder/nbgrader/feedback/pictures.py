"""Embed the pictures of a course in feedback pages, which load no files."""

from __future__ import annotations

import base64
import posixpath
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from urllib.parse import unquote

from autograder.model.errors import CourseError
from autograder.model.setup import NO_SETUP, CourseFiles

_KINDS = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".svg": "image/svg+xml",  # as a picture: scripts in it do not run
}
MAX_BYTES = 32 << 20
"""Size of all pictures in the texts of a page; students can repeat them without end."""
_MAX_ADDRESS = 1000


class Pictures:
    """The pictures that the course releases beside its notebooks.

    Parameters
    ----------
    find : callable
        Returns the files of the course. It is called if a text refers to a picture, since it reads all of them.
    """

    def __init__(self, find: Callable[[], CourseFiles]) -> None:
        self._find, self._left = find, MAX_BYTES

    @cached_property
    def _files(self) -> CourseFiles:
        with suppress(CourseError):  # grading reports it
            return self._find()
        return NO_SETUP.files

    def embedded(self, address: str) -> str:
        """Return the address of a picture: its data if the course releases a file of this name."""
        if len(address) > _MAX_ADDRESS or "//" in address:
            return address
        name = posixpath.normpath(unquote(address))
        kind = _KINDS.get(posixpath.splitext(name)[1].lower())
        file = self._files.by_name.get(name) if kind else None
        if file is None or file.size > self._left:
            return address
        try:
            content = self._files.read(file)
        except CourseError:
            return address
        return f"data:{kind};base64,{base64.b64encode(content).decode()}"

    def bounded(self, address: str, instead: str) -> str:
        """Return the data of a picture, or `instead` if the page has too many of them."""
        if not address.startswith("data:"):
            return address
        self._left -= len(address)
        return address if self._left >= 0 else instead
