"""Detect cells that may contain IPython syntax (`%magic`, `!command`, `help?`, prompts).

IPython tokenizes a cell to find it, which takes longer than running most cells.
"""

from __future__ import annotations

import re

_AT_START = r"^[ \t]*(?:[%!?,;/.>]|In \[)"
_OTHER_LINE_ENDS = r"[\r\f\v\x1c-\x1e\x85\u2028\u2029]"
_MAYBE = re.compile(rf"\A\s|{_AT_START}|\?[ \t]*$|=[ \t]*[%!]|^[ \t]+$|{_OTHER_LINE_ENDS}", re.MULTILINE)
"""Matches all IPython syntax, some plain Python, and the leading blanks and blank lines that IPython changes."""


def is_plain_python(cell: str) -> bool:
    """Whether IPython would run a cell unchanged. Always False for single lines, which IPython treats specially."""
    return "\n" in cell.strip() and _MAYBE.search(cell) is None
