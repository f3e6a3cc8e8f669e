"""Lists assignments by the names of their modules, without imports, so that shell completion is fast."""

from __future__ import annotations

from pathlib import Path
from pkgutil import iter_modules

FOLDER = "assignments"
"""The folder of a course's own assignments, beside `nbgrader_config.py`."""
_REFERENCE = "reference"
"""The package beside the assignments that holds their trusted solutions."""


def known_names(course: Path | None = None) -> tuple[str, ...]:
    """Return the names of the assignments, in alphabetical order: those of this package, and a course's own."""
    packages = {each.name for each in iter_modules([str(Path(__file__).parent)]) if each.ispkg} - {_REFERENCE}
    return tuple(sorted(packages | (own_names(course) if course else set())))


def own_names(course: Path) -> set[str]:
    """Return the names of a course's own assignments: modules and packages whose names do not begin with `_`."""
    folder = course / FOLDER
    modules = {path.stem for path in folder.glob("*.py")}
    packages = {path.parent.name for path in folder.glob("*/__init__.py")}
    return {name for name in modules | packages if name[0] != "_" and "." not in name}
