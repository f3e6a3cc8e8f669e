"""The children's home folders, at levels where children have no file systems of their own: create, measure, remove.

Student code creates the files there. So folders can be nested deeper than the longest path, or have no permissions.
"""

from __future__ import annotations

import os
import secrets
import tempfile

_PREFIX = "autograder-"
MAX_DEPTH = 32
TOO_LARGE = 1 << 60


def create() -> str:
    """Create a folder named after this process, and remove the folders of processes that were killed."""
    base = tempfile.gettempdir()
    for name in os.listdir(base):
        pid = name.removeprefix(_PREFIX).split("-")[0]
        left_behind = name.startswith(_PREFIX) and pid.isdigit() and not os.path.exists(f"/proc/{pid}")
        path = os.path.join(base, name)
        if left_behind and os.lstat(path).st_uid == os.getuid():
            remove(path)
    return tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-")


def disk_usage(folder: str) -> int:
    """Return the bytes that files below a folder take; `TOO_LARGE` if it is nested too deeply or not readable."""
    total = 0
    waiting = [(folder, 0)]
    while waiting:
        place, depth = waiting.pop()
        if depth > MAX_DEPTH:
            return TOO_LARGE
        try:
            for entry in os.scandir(place):
                total += entry.stat(follow_symlinks=False).st_blocks * 512 + 4096  # an empty file takes space, too
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((entry.path, depth + 1))
        except FileNotFoundError:
            continue  # removed in the meantime
        except PermissionError:
            return TOO_LARGE
    return total


def file_system_usage(folder: str) -> int:
    """Return the bytes that all files on a folder's file system take, including unlinked ones."""
    about = os.statvfs(folder)
    return (about.f_blocks - about.f_bfree) * about.f_frsize + (about.f_files - about.f_ffree) * 4096


def remove(folder: str) -> None:
    """Remove a folder and its contents as far as possible, without following links.

    Nested folders are moved to the top first, so that neither long paths nor deep nesting prevent removal.
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


def _remove_or_lift(name: str, parent: int, top: int) -> None:
    """Remove a file. Move a folder from `parent` to `top`; remove it if it is there already, after its contents."""
    try:
        os.unlink(name, dir_fd=parent)
        return
    except IsADirectoryError:
        pass
    if parent != top:
        os.chmod(name, 0o700, dir_fd=parent)  # moving a folder needs write permission on it
        os.rename(name, secrets.token_hex(8), src_dir_fd=parent, dst_dir_fd=top)
        return
    os.chmod(name, 0o700, dir_fd=top)
    inner = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=top)
    try:
        for each in os.listdir(inner):
            _remove_or_lift(each, inner, top)
    finally:
        os.close(inner)
    os.rmdir(name, dir_fd=top)
