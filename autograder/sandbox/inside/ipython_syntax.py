"""Tell cells in plain Python from those that may hold commands of IPython (`%magic`, `!command`, `help?`, prompts).

IPython looks for them token by token, which takes longer than most cells run.
"""

from __future__ import annotations

import re

_AT_START = r"^[ \t]*(?:[%!?,;/.>]|In \[)"
_OTHER_LINE_ENDS = r"[\r\f\v\x1c-\x1e\x85\u2028\u2029]"
_MAYBE = re.compile(rf"\A\s|{_AT_START}|\?[ \t]*$|=[ \t]*[%!]|^[ \t]+$|{_OTHER_LINE_ENDS}", re.MULTILINE)
"""Whatever IPython takes for a command, and more; and what it changes before: blank lines and blanks."""


def is_plain(cell: str) -> bool:
    """Whether IPython would run a cell as it stands. It has a way of its own with single lines."""
    return "\n" in cell.strip() and _MAYBE.search(cell) is None
