"""Give matplotlib the font list of an earlier fork server, or export the list that it built."""

from __future__ import annotations

import glob
import os
import zlib

import msgpack

_LIST = "fontlist-*.json"
MAX = 100_000


def install(folder: str, known: bytes) -> bool:
    """Write the cached list to a folder and point matplotlib to it. Call this before matplotlib is imported.

    Parameters
    ----------
    folder : str
        Writable folder of the zygote.
    known : bytes
        What `export` returned earlier; may be empty.

    Returns
    -------
    bool
        Whether the list could be read.
    """
    os.environ["MPLCONFIGDIR"] = folder
    try:
        name, packed = msgpack.unpackb(known)
        text = zlib.decompress(packed)
    except (ValueError, TypeError, zlib.error):  # empty or damaged
        return False
    with open(os.path.join(folder, os.path.basename(name)), "wb") as file:
        file.write(text)
    return True


def export(folder: str) -> bytes:
    """Return the list that matplotlib built in the folder; empty if there is none or it exceeds `MAX` bytes."""
    for path in glob.glob(os.path.join(folder, _LIST)):
        with open(path, "rb") as file:
            packed = msgpack.packb([os.path.basename(path), zlib.compress(file.read())])
        return packed if len(packed) < MAX else b""
    return b""
