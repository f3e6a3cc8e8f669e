"""Let matplotlib find the list of fonts that another server has made, or hand on the one that it made here."""

from __future__ import annotations

import glob
import os
import zlib

import msgpack

_LIST = "fontlist-*.json"
MAX = 100_000


def settle(folder: str, known: bytes) -> bool:
    """Lay the known list where matplotlib looks for it, in a folder of ours; before it is imported.

    Return whether there was one that can be read.
    """
    os.environ["MPLCONFIGDIR"] = folder
    try:
        name, packed = msgpack.unpackb(known)
        text = zlib.decompress(packed)
    except (ValueError, TypeError, zlib.error):  # there is none, or what the cache holds was damaged
        return False
    with open(os.path.join(folder, os.path.basename(name)), "wb") as file:
        file.write(text)
    return True


def made(folder: str) -> bytes:
    """Return the list that matplotlib has made in the folder; nothing if it is too much to hand on."""
    for path in glob.glob(os.path.join(folder, _LIST)):
        with open(path, "rb") as file:
            packed = msgpack.packb([os.path.basename(path), zlib.compress(file.read())])
        return packed if len(packed) < MAX else b""
    return b""
