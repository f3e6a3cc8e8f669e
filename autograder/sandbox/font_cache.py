"""The list of fonts that matplotlib makes anew where it finds none, which takes longer than a notebook.

It is made inside, of the fonts that are shown there, before any student's code runs; it is kept in the user's cache and
handed to the next server. A font that is gone by then matplotlib notices itself.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path

import msgpack

from autograder.sandbox import jail, libraries


def known(where: jail.Jail) -> bytes:
    """Return the list as the last server gave it; nothing if there was none."""
    with suppress(OSError):
        return _file(where).read_bytes()
    return b""


def keep(where: jail.Jail, fonts: bytes) -> None:
    """Keep what a server gave, where that is possible."""
    file = _file(where)
    fresh = file.with_suffix(f".{os.getpid()}")
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_bytes(fonts)
        fresh.replace(file)


def _file(where: jail.Jail) -> Path:
    """Return where the list for these libraries is kept; their versions are in the names of their folders."""
    digest = hashlib.sha256(msgpack.packb([where.has_own_root, *libraries.visible_files().shown])).hexdigest()
    cache = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return Path(cache) / "autograder" / f"fonts-{digest[:16]}"
