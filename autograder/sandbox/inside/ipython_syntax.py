"""Detect cells that may contain IPython syntax (`%magic`, `!command`, `help?`, prompts).

IPython tokenizes a cell to find it, which takes longer than running most cells.
"""

from __future__ import annotations

import re
from collections.abc import Container

_AT_START = r"^[ \t]*(?:[%!?,;/.>]|In \[)"
_FENCE = re.compile(r"\s*(```|~~~)[ \t]*(?:\{[^{}]*\}|\.?[\w+-]*)\s*$")
_CELL_MAGIC = re.compile(r"\s*%%(\w+)")
_NOTHING = "#"
"""In place of a line, so that the others keep their numbers. IPython removes blank lines at the top."""
_HARMLESS_MAGICS = frozenset(["time", "timeit", "capture", "prun"])
_OTHER_LINE_ENDS = r"[\r\f\v\x1c-\x1e\x85\u2028\u2029]"
_MAYBE = re.compile(rf"\A\s|{_AT_START}|\?[ \t]*$|=[ \t]*[%!]|^[ \t]+$|{_OTHER_LINE_ENDS}", re.MULTILINE)
"""Matches all IPython syntax, some plain Python, and the leading blanks and blank lines that IPython changes."""


def unwrapped(cell: str, known: Container[str]) -> str:
    """Return a cell without what only surrounds its code; the lines keep their numbers.

    That is a Markdown fence, and a magic at the top that times the cell, hides its output, or does not exist here.

    Parameters
    ----------
    cell : str
    known : container of str
        Names of the cell magics that exist.
    """
    lines = cell.split("\n")
    filled = [number for number, line in enumerate(lines) if line.strip()]
    if not filled:
        return cell
    first, last = filled[0], filled[-1]
    fence = _FENCE.match(lines[first])
    if fence and first < last:
        lines[first] = _NOTHING
        if lines[last].strip() == fence[1]:
            lines[last] = ""
        first = filled[1]
    magic = _CELL_MAGIC.match(lines[first])
    if magic and (magic[1] in _HARMLESS_MAGICS or magic[1] not in known) and first < last:
        lines[first] = _NOTHING
    return "\n".join(lines)


def is_plain_python(cell: str) -> bool:
    """Whether IPython would run a cell unchanged. Always False for single lines, which IPython treats specially."""
    return "\n" in cell.strip() and _MAYBE.search(cell) is None
