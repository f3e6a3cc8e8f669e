"""Keys made of contents: what has the same key is the same."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


def digest(parts: Iterable[bytes]) -> str:
    """Return a key of a list of byte strings; no two lists share one."""
    made = hashlib.sha256()
    for part in parts:
        made.update(len(part).to_bytes(8, "big"))  # so that no two lists of parts look the same
        made.update(part)
    return made.hexdigest()


def of_notebook(text: str) -> str:
    """Return the key of an autograded notebook."""
    return digest([text.encode()])
