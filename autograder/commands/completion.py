"""What the shell offers when somebody presses the tabulator: names of assignments, students and notebooks.

It has to be there at once, so it looks into nbgrader's usual folders and never imports nbgrader. It must not fail, or
it would write over what is being typed. A name that a student chose ends up in the command line as it is, so only names
are offered that a shell takes for plain words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

import typer

from autograder.assignments.discovery import known_names

_PLAIN_WORD = re.compile(r"[^\W_][\w.@+-]*")


def assignment_names(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return the assignments that this package and the course have."""
    return _offered(incomplete, lambda: known_names(_course(ctx)))


def student_names(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return the students who handed in the assignment that is named already, or anything."""
    handed_in = f"*/{_assignment(ctx)}"
    return _offered(incomplete, lambda: {path.parent.name for path in (_course(ctx) / "submitted").glob(handed_in)})


def notebook_names(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return the released notebooks of the assignment that is named already, or of all."""
    released = f"{_assignment(ctx)}/*.ipynb"
    return _offered(incomplete, lambda: {path.stem for path in (_course(ctx) / "release").glob(released)})


def _offered(incomplete: str, find: Callable[[], Iterable[str]]) -> list[str]:
    try:
        return sorted(name for name in find() if name.startswith(incomplete) and _PLAIN_WORD.fullmatch(name))
    except Exception:  # a course that cannot be read has nothing to offer; the command will say why
        return []


def _assignment(ctx: typer.Context) -> str:
    """The assignment that is named already, as a pattern; the words of a command that lacks one stay in `args`."""
    return ctx.params.get("assignment") or next(iter(ctx.args), "*")


def _course(ctx: typer.Context) -> Path:
    return Path(ctx.params.get("course") or ".")
