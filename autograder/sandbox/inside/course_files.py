"""The files that a course releases beside its notebooks, in the working folders of the children.

The fork server keeps one copy of them. A child's folder holds links to that copy in folders of its own: so the files
are read-only, the folders are writable, and a child costs no more than its links.
"""

from __future__ import annotations

import os
import shutil

from . import landlock

_TIMES = (1 << 32, 0)
"""Times of access and of change in seconds. Reading a file that was last read in the future leaves no trace that
another child could see."""


class Folder:
    """The folder with the copy: one subfolder for each set of files, named by its key."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self._names: dict[str, dict[str, None]] = {}

    def write(self, key: str, name: str, part: bytes) -> None:
        """Append to a file of a set."""
        path = os.path.join(self.folder, key, name)
        os.makedirs(os.path.dirname(path), 0o755, exist_ok=True)
        with open(path, "ab") as file:
            file.write(part)
        while path != self.folder:
            os.utime(path, _TIMES)
            path = os.path.dirname(path)
        self._names.setdefault(key, {})[name] = None

    def size(self, key: str) -> int:
        """Return how many links and folders a set adds to a child's folder, at most."""
        return sum(1 + name.count("/") for name in self._names.get(key, ()))

    def link(self, key: str, home: str) -> list[str]:
        """Put links to the files of a set into an empty folder; return the folders that a child may read for them.

        Without Landlock a child could write to the copy where it has no mounts of its own, so it gets its own one.
        """
        names = self._names.get(key)
        if not names:
            return []
        copy = os.path.join(self.folder, key)
        put = os.symlink if landlock.version() or not os.access(copy, os.W_OK) else shutil.copyfile
        for folder in dict.fromkeys(os.path.dirname(name) for name in names):
            os.makedirs(os.path.join(home, folder), 0o700, exist_ok=True)
        for name in names:
            put(os.path.join(copy, name), os.path.join(home, name))
        return [copy]


def append(name: str, part: bytes) -> None:
    """Append to a file of the student in the working folder, unless the course has a file or folder of that name."""
    try:
        os.makedirs(os.path.dirname(name) or ".", 0o700, exist_ok=True)
        with open(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600), "ab") as file:
            file.write(part)
    except OSError:
        return  # it is missing then, as if it had not been submitted
