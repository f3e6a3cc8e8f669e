"""Shell completion for the names of assignments, students and notebooks.

Completion must be fast, so it looks into nbgrader's default folders and never imports nbgrader. It must not raise,
because a traceback would overwrite what the user is typing. Students choose names, and the shell inserts them
unquoted, so only plain words are offered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

import typer

from autograder.assignments.discovery import known_names

_PLAIN_WORD = re.compile(r"[^\W_][\w.@+-]*")


def assignment_names(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return the assignments of this package and of the course."""
    return _offered(incomplete, lambda: known_names(_course(ctx)))


def student_names(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return the students who submitted the assignment on the command line, or any assignment."""
    submitted = f"*/{_assignment(ctx)}"
    return _offered(incomplete, lambda: {path.parent.name for path in (_course(ctx) / "submitted").glob(submitted)})


def notebook_names(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return the released notebooks of the assignment on the command line, or of all assignments."""
    released = f"{_assignment(ctx)}/*.ipynb"
    return _offered(incomplete, lambda: {path.stem for path in (_course(ctx) / "release").glob(released)})


def _offered(incomplete: str, find: Callable[[], Iterable[str]]) -> list[str]:
    try:
        return sorted(name for name in find() if name.startswith(incomplete) and _PLAIN_WORD.fullmatch(name))
    except Exception:  # the command itself will report an unreadable course
        return []


def _assignment(ctx: typer.Context) -> str:
    """Return the assignment on the command line as a glob pattern; it may still be in `args`."""
    return ctx.params.get("assignment") or next(iter(ctx.args), "*")


def _course(ctx: typer.Context) -> Path:
    return Path(ctx.params.get("course") or ".")
