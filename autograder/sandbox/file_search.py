"""Looks for files from inside a sandbox. `private_files` runs the text of this file as a cell; it is not imported."""

import os
import time
from typing import Any


def visible(roots: list[str], wanted: Any, seconds: float) -> list[str]:
    """Return the wanted files and folders that this process can see; at most three.

    Parameters
    ----------
    roots : list of str
        Where to look.
    wanted : ndarray of int64, shape (n, 2)
        Numbers of files, and of the devices that they are on.
    seconds : float
        How long to look.

    Raises
    ------
    TimeoutError
        Not everything could be looked at.
    """
    end = time.monotonic() + seconds
    known = set(map(tuple, wanted.tolist()))
    numbers = {inode for inode, _ in known}
    found: list[str] = []
    waiting, seen = list(roots), set()
    while waiting and len(found) < 3:
        folder = waiting.pop()
        try:
            if (where := os.stat(folder))[1:3] in seen:
                continue
            seen.add(where[1:3])
            entries = [(entry.path, entry.inode(), entry.is_dir()) for entry in os.scandir(folder)]
        except OSError:
            continue
        for path, inode, is_folder in [(folder, where.st_ino, False), *entries]:
            if is_folder:
                waiting.append(path)
            if inode in numbers and (inode, _device(path)) in known and path not in found:
                found.append(path)
        if time.monotonic() > end:
            raise TimeoutError
    return found[:3]


def _device(path: str) -> int:
    try:
        return os.stat(path).st_dev
    except OSError:
        return -1
