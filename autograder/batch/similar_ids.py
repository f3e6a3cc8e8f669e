"""Student ids that a file system or a learning platform may not distinguish."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable

from autograder.text import printable


def similar_ids(students: Iterable[str]) -> dict[str, str]:
    """Return a warning for every id that differs from others only in capitals or in the encoding of accents."""
    groups = defaultdict[str, list[str]](list)
    for student in students:
        groups[unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", student).casefold())].append(student)
    return {
        student: _warning([other for other in group if other != student])
        for group in groups.values()
        if len(group) > 1
        for student in group
    }


def _warning(others: list[str]) -> str:
    names = ", ".join(f"`{printable(other)}`" for other in others)
    return (
        f"the id differs from {names} in capitals or accents only: some file systems and learning platforms take them "
        f"for one student"
    )
