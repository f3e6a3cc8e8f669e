"""Matplotlib's font list, kept in the user's cache, because building it takes longer than running a notebook.

The zygote builds the list from the fonts visible in the sandbox, before any student code runs, and the next fork server
reuses it. Matplotlib itself handles fonts that are gone by then.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path

import msgpack

from autograder.sandbox.jail import Jail


def load(jail: Jail) -> bytes:
    """Return the list that the last fork server built; empty if there is none."""
    with suppress(OSError):
        return _file(jail).read_bytes()
    return b""


def save(jail: Jail, fonts: bytes) -> None:
    """Store the list that a fork server built; do nothing if the cache is not writable."""
    file = _file(jail)
    fresh = file.with_suffix(f".{os.getpid()}")
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_bytes(fonts)
        fresh.replace(file)


def _file(jail: Jail) -> Path:
    """Return the path of the list for these libraries. Folder names include versions, so an update changes it."""
    digest = hashlib.sha256(msgpack.packb([jail.has_own_root, *jail.view.shown])).hexdigest()
    cache = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return Path(cache) / "autograder" / f"fonts-{digest[:16]}"
