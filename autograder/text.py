"""What can be shown of a text that a student may have chosen."""

from __future__ import annotations

import re


def printable(text: str, length: int = 80) -> str:
    """Return a text short enough to show, with nothing in it that a terminal obeys or that nobody can see."""
    return "".join(char if char.isprintable() else "�" for char in text[:length])


def identifier(text: str, length: int = 40) -> str:
    """Return what can be shown of a name: plain letters, digits and blanks, not many."""
    return re.sub(r"[^A-Za-z0-9_ ]", "", text[: 10 * length])[:length].strip() or "unknown"
