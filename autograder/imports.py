"""What other packages import along the way, and this one never uses: it is left out, for it takes longer than grading.

Only for processes of our own, whose beginning this is; a library that somebody else uses is left as it is.
"""

from __future__ import annotations

import sys
from types import ModuleType

_MISSED_BY_NOBODY = "rfc3987_syntax"
"""With it, jsonschema, and so whoever reads notebooks, builds a grammar of international addresses each time, for half
a second or a whole one. It goes without where that package is missing."""
_EXTENSIONS = ("assignment_list", "course_list", "formgrader", "validate_assignment")
"""Of the Jupyter server: nbgrader imports them, and with them all of its applications, before any part of itself."""


def leave_out() -> None:
    """Let later imports pass over what nobody needs here."""
    sys.modules.setdefault(_MISSED_BY_NOBODY, None)  # type: ignore[arg-type]
    for name in _EXTENSIONS:
        absent = ModuleType(f"nbgrader.server_extensions.{name}")
        absent.load_jupyter_server_extension = None  # type: ignore[attr-defined]
        sys.modules.setdefault(absent.__name__, absent)
