"""The folder that holds the children's files where no file system of their own does: measure it, and remove it.

What lies there was made by students: it can be deeper than any path is long, and closed to its owner.
"""

from __future__ import annotations

import os
import secrets
import tempfile

_PREFIX = "autograder-"
MAX_DEPTH = 32
UNLIMITED = 1 << 60


def make() -> str:
    """Make a folder that is named after this process, and remove those whose process was killed."""
    base = tempfile.gettempdir()
    for name in os.listdir(base):
        pid = name.removeprefix(_PREFIX).split("-")[0]
        left_behind = name.startswith(_PREFIX) and pid.isdigit() and not os.path.exists(f"/proc/{pid}")
        path = os.path.join(base, name)
        if left_behind and os.lstat(path).st_uid == os.getuid():
            remove(path)
    return tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-")


def disk_usage(folder: str) -> int:
    """Return the bytes that the files below a folder take; what is nested without end is too much."""
    total = 0
    waiting = [(folder, 0)]
    while waiting:
        place, depth = waiting.pop()
        if depth > MAX_DEPTH:
            return UNLIMITED
        try:
            for entry in os.scandir(place):
                total += entry.stat(follow_symlinks=False).st_blocks * 512 + 4096  # an empty file is not free either
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((entry.path, depth + 1))
        except FileNotFoundError:
            continue  # it was removed while we looked
        except PermissionError:
            return UNLIMITED
    return total


def file_system_usage(folder: str) -> int:
    """Return what everything on a folder's file system takes, with or without a name."""
    about = os.statvfs(folder)
    return (about.f_blocks - about.f_bfree) * about.f_frsize + (about.f_files - about.f_ffree) * 4096


def remove(folder: str) -> None:
    """Remove a folder and all that is in it, as far as that is possible; links are not followed.

    What is nested is moved up first, so that neither long paths nor deep recursion can stand in the way.
    """
    try:
        top = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return
    try:
        while names := os.listdir(top):
            for name in names:
                _remove_or_lift(name, top, top)
        os.rmdir(folder)
    except OSError:
        return
    finally:
        os.close(top)


def _remove_or_lift(name: str, place: int, top: int) -> None:
    """Remove an entry of the folder `place`; what lies in its folders, or it itself if it is one, goes to `top`."""
    try:
        os.unlink(name, dir_fd=place)
        return
    except IsADirectoryError:
        pass
    if place != top:
        os.chmod(name, 0o700, dir_fd=place)  # a folder that its owner may not write into cannot be moved
        os.rename(name, secrets.token_hex(8), src_dir_fd=place, dst_dir_fd=top)
        return
    os.chmod(name, 0o700, dir_fd=top)
    inner = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=top)
    try:
        for each in os.listdir(inner):
            _remove_or_lift(each, inner, top)
    finally:
        os.close(inner)
    os.rmdir(name, dir_fd=top)
