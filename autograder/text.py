"""Display text that a student may have written."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches

MAX_LISTED = 30
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""How a formula begins in a spreadsheet; some also accept wide signs."""


def printable(text: str, length: int = 80) -> str:
    """Return at most `length` characters of a text, with unprintable ones replaced by U+FFFD."""
    return "".join(char if char.isprintable() else "�" for char in text[:length])


def identifier(text: str, length: int = 40) -> str:
    """Return at most `length` ASCII letters, digits, underscores and spaces of a name; "unknown" if none are left."""
    return re.sub(r"[^A-Za-z0-9_ ]", "", text[: 10 * length])[:length].strip() or "unknown"


def limit_lines(lines: Iterable[str]) -> tuple[str, ...]:
    """Return the distinct lines, at most `MAX_LISTED` of them and a note on how many were omitted."""
    different = tuple(dict.fromkeys(lines))
    left = len(different) - MAX_LISTED
    return (*different[:MAX_LISTED], f"and {left} more not shown") if left > 0 else different


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return a suggestion to append to a message about an unknown name; empty if no known name is similar."""
    alike = get_close_matches(name, list(known), n=2)
    return f" (did you mean {' or '.join(printable(each) for each in alike)}?)" if alike else ""


def escape_formula(text: str) -> str:
    """Return a cell of a spreadsheet: printable, and with an apostrophe if it would be read as a formula."""
    shown = printable(text, len(text))
    return f"'{shown}" if text.startswith(_FORMULA_SIGNS) else shown
