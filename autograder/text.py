"""What can be shown of a text that a student may have chosen."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches

MAX_LISTED = 30


def printable(text: str, length: int = 80) -> str:
    """Return a text short enough to show, with nothing in it that a terminal obeys or that nobody can see."""
    return "".join(char if char.isprintable() else "�" for char in text[:length])


def identifier(text: str, length: int = 40) -> str:
    """Return what can be shown of a name: plain letters, digits and blanks, not many."""
    return re.sub(r"[^A-Za-z0-9_ ]", "", text[: 10 * length])[:length].strip() or "unknown"


def listed(lines: Iterable[str]) -> tuple[str, ...]:
    """Return different lines, no more of them than somebody reads."""
    different = tuple(dict.fromkeys(lines))
    left = len(different) - MAX_LISTED
    return (*different[:MAX_LISTED], f"{left} more that are not listed") if left > 0 else different


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return a question to add to a message about an unknown name; empty where no known name is like it."""
    alike = get_close_matches(name, list(known), n=2)
    return f" (did you mean {' or '.join(printable(each) for each in alike)}?)" if alike else ""


def in_a_spreadsheet(text: str) -> str:
    """Return a text that a spreadsheet takes for a text: one that begins like a formula gets an apostrophe."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
