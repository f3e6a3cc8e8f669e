"""The answer is a photo, dragged into a new cell below the answer cell.

- honest: sigmoid, jacobian, states, first-index
- person: bptt-derivation
"""

import base64
import struct
import zlib

from tests.attacks.notebooks import cell


def _chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


PIXEL = b"\x89PNG\r\n\x1a\n" + b"".join(
    (
        _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)),
        _chunk(b"IDAT", zlib.compress(b"\0\xff\0\0")),
        _chunk(b"IEND", b""),
    )
)


def tamper(notebook):
    cell(notebook, "bptt-derivation")["source"] = "**Your answer** (`bptt-derivation`)\n\nYOUR ANSWER HERE"
    photo = base64.b64encode(PIXEL).decode()
    made = {"cell_type": "markdown", "id": "a1", "metadata": {}, "source": "![IMG_2041.png](attachment:IMG_2041.png)"}
    notebook["cells"].append({**made, "attachments": {"IMG_2041.png": {"image/png": photo}}})
