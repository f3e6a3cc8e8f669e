"""Keep an unanswered solution cell from overwriting an answer that the student wrote in another cell.

Students merge cells, retype a cell without its metadata, or collect their functions at the top. Then the released stub
further down would redefine the same names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from autograder.grading.submission.cells import NotebookCell, Role

_DEFINED = re.compile(r"^[ \t]*(?:async[ \t]+def|def|class)[ \t]+(\w+)", re.MULTILINE)
_ASSIGNED = re.compile(
    r"^[ \t]*\(?(\w+(?:[ \t]*,[ \t]*\w+)*)\)?[ \t]*(?::[^=\n]{1,80})?=(?!=)|^[ \t]*(\w+)[ \t]*=(?!=)", re.M
)
_IMPORTED = re.compile(r"^[ \t]*(?:from[ \t]+[\w.]+[ \t]+)?import[ \t]+(?:\(([^()]*)\)|([^\n;#]+))", re.MULTILINE)
_NAME = re.compile(r"[^\W\d]\w*")


def defined_names(source: str) -> frozenset[str]:
    """Return the names that a cell seems to define. Regular expressions find them, so any text can be read."""
    names = set(_DEFINED.findall(source))
    for found in _ASSIGNED.finditer(source):
        names.update(_NAME.findall(found[1] or found[2]))
    for found in _IMPORTED.finditer(source):
        names.update(words[-1] for each in (found[1] or found[2]).split(",") if (words := _NAME.findall(each)))
    return frozenset(names)


def without_overwriting(cells: Sequence[NotebookCell], problems: list[str]) -> list[NotebookCell]:
    """Empty each unanswered solution cell whose names the student defines in a cell above it.

    A stub that defines more than those names runs before the student's cell instead: something may use the rest.

    Parameters
    ----------
    cells : sequence of NotebookCell
        In the order in which they run.
    problems : list of str
        Gets a note for every cell that was emptied or moved.
    """
    result: list[NotebookCell] = []
    for cell in cells:
        stub = defined_names(cell.released) if cell.role is Role.SOLUTION and cell.untouched else frozenset()
        above = [(place, stub & defined_names(each.source)) for place, each in enumerate(result) if _own(each)]
        first = next((place for place, names in above if names), None)
        if not stub or first is None:
            result.append(cell)
        elif stub <= frozenset().union(*(names for _, names in above)):
            problems.append(f"`{_listed(stub)}` is defined in cell `{result[first].id}`; the code there was graded")
            result.append(replace(cell, source=""))
        else:
            problems.append(f"cell `{cell.id}` ran before cell `{result[first].id}`, which defines the same names")
            result.insert(first, cell)
    return result


def _own(cell: NotebookCell) -> bool:
    """Whether a cell contains code that the student wrote."""
    return cell.kind == "code" and (cell.role is Role.EXTRA or (cell.role is Role.SOLUTION and not cell.untouched))


def _listed(names: frozenset[str]) -> str:
    return "`, `".join(sorted(names))
