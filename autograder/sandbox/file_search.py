"""Looks for files from inside a sandbox. `private_files` runs the text of this file as a cell; it is not imported."""

import hashlib
import os
import stat
from typing import Any


def visible(roots: list[str], numbers: Any, digests: dict[str, int]) -> list[str]:
    """Return the wanted files and folders that this process can see, or whose content it can read; at most three.

    Parameters
    ----------
    roots : list of str
        Where to look.
    numbers : ndarray of int64, shape (n, 2)
        Numbers of files, and of the devices that they are on.
    digests : dict of str to int
        SHA-256 of contents, and their sizes in bytes.
    """
    known, sizes = set(map(tuple, numbers.tolist())), set(digests.values())
    found, seen = dict[str, None](), set()
    waiting = list(roots)
    while waiting and len(found) < 3:
        path = waiting.pop()
        try:
            about = os.stat(path)
        except OSError:
            continue
        where = about.st_ino, about.st_dev
        if where in seen:
            continue
        seen.add(where)
        if where in known or (stat.S_ISREG(about.st_mode) and about.st_size in sizes and _digest(path) in digests):
            found[path] = None
        if stat.S_ISDIR(about.st_mode):
            waiting += _listed(path)
    return list(found)


def _listed(folder: str) -> list[str]:
    try:
        return [os.path.join(folder, name) for name in os.listdir(folder)]
    except OSError:
        return []


def _digest(path: str) -> str:
    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
