"""Content keys: two submissions with the same key get the same grades, so the second need not be graded.

A key is made of everything that a grade depends on: what was handed in, the questions and the release, the course's
settings, and the programs that run and judge.
"""

from __future__ import annotations

import platform
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from autograder.batch.task import GradingConfig, Task
from autograder.sandbox.libraries import LIBRARIES, with_dependencies
from autograder.store.digests import digest

PACKAGE = Path(__file__).parent.parent
JUDGING = ("numpy", "sympy", "lark", "nbformat", "jinja2", "latex2mathml")
"""What reads, judges and lays out an answer, beside the libraries that it ran with."""


def of_config(config: GradingConfig, *more: str) -> str:
    """Return a key of all that the submissions of a run have in common; being forced to grade changes no grade.

    Parameters
    ----------
    config : GradingConfig
    *more : str
        What else the grades depend on: the course's settings, a due date.
    """
    installed = sorted(f"{each.name} {each.version}" for each in with_dependencies((*LIBRARIES, *JUDGING)))
    parts = [platform.python_version(), platform.machine(), *installed, repr(replace(config, force=False)), *more]
    return digest((*(part.encode("utf-8", "replace") for part in parts), *_files(PACKAGE)))


def of_task(task: Task, common: str, *more: str) -> str:
    """Return the key of one submission.

    Parameters
    ----------
    task : Task
    common : str
        The key that `of_config` gave.
    *more : str
        What else concerns this student alone: the time of submission, an extension.
    """
    parts = [task.student, common, *more, *task.handed_in.problems]
    encoded = [part.encode("utf-8", "surrogateescape") for part in parts]
    for name, content in task.handed_in.files.items():
        encoded += [name.encode("utf-8", "surrogateescape")]
        encoded += [b"bytes", content] if isinstance(content, bytes) else [b"problem", content.encode()]
    return digest(encoded)


def _files(folder: Path) -> Iterable[bytes]:
    """Yield what the package consists of, but for the demo, on which no grade depends."""
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if path.is_file() and "__pycache__" not in path.parts and inside.parts[0] != "demo":
            yield inside.as_posix().encode()
            yield path.read_bytes()
