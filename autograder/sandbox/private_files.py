"""Looks from inside a sandbox for what students must not see: a course, its gradebook, every submission, the grader.

Files are recognised by their numbers in the file system, so neither their paths nor links matter; what students must
never have a copy of is recognised by its content, too.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from autograder.model import Limits, Probe, Returned
from autograder.model.errors import SandboxError
from autograder.sandbox import libraries
from autograder.sandbox.jail import Jail
from autograder.sandbox.steps import Ask, AskResult, Budget, Cell, CellResult

Run = Callable[..., Sequence[CellResult | AskResult]]
SECONDS = 60.0
DEPTH = 2
"""A course's folders, and what is in them: every student's folder, every assignment. What is in a submission does not
matter: students choose it, so it might be a copy of a library or a link to one."""
_SOURCE = Path(__file__).with_name("file_search.py")
_PACKAGE = str(Path(__file__).resolve().parent.parent)
_LIMITS = Limits(seconds=SECONDS, cpu_seconds=SECONDS)


def require_hidden(run: Run, jail: Jail, paths: Iterable[str]) -> None:
    """Make sure that a child of a sandbox sees none of the files at these paths, nor this package.

    Parameters
    ----------
    run : callable
        `Sandbox.run`.
    jail : Jail
        The sandbox's jail.
    paths : iterable of str
        A course's folder, a gradebook. Of files, the child must not see a copy either. Those that do not exist here are
        passed over.

    Raises
    ------
    SandboxError
        One of them is visible, or that could not be found out. The message says which, and what to do.
    """
    shown = {str(each) for path in jail.view.shown for each in (Path(path), *Path(path).parents)}
    private = [*map(os.path.realpath, paths), *_own_files()]
    numbers = np.array([*_numbers(private, shown)], dtype=np.int64).reshape(-1, 2)
    probe = Probe("visible", (["/", *jail.readable()], numbers, dict(_digests(private))))
    steps = [Cell("search", _SOURCE.read_text(encoding="utf-8")), Ask("search", (probe,))]
    *_, result = run(steps, limits=_LIMITS, budget=Budget(2 * SECONDS), seed=0)
    answer = result.answers[0] if isinstance(result, AskResult) else None
    if not isinstance(answer, Returned) or type(answer.value) is not list:
        raise SandboxError(f"the sandbox could not be searched for the course and the grader ({answer})")
    if answer.value:
        raise SandboxError(
            f"student code could read {', '.join(map(str, answer.value))}: move the course out of the folders of "
            "Python and its libraries, for example to a folder in your home, and grade it there"
        )


def _digests(paths: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Yield the SHA-256 and the size in bytes of the files among some paths, except for empty ones."""
    for path in paths:
        try:
            with open(path, "rb") as file:
                digest = hashlib.file_digest(file, "sha256")
                size = file.tell()
        except OSError:
            continue
        if size:
            yield digest.hexdigest(), size


def _own_files() -> Iterator[str]:
    """Yield the files of this package that are not for students."""
    for folder, folders, files in os.walk(_PACKAGE):
        folders[:] = [each for each in folders if os.path.join(folder, each) != libraries.INSIDE_FOLDER]
        yield from (os.path.join(folder, name) for name in files if name.endswith(".py") and name != "__init__.py")


def _numbers(paths: Iterable[str], shown: set[str], depth: int = DEPTH) -> Iterator[tuple[int, int]]:
    """Yield the number and the device of files and folders, and of what is in these.

    A virtual environment in a course's folder is passed over: students may see its libraries.
    """
    for path in paths:
        if depth < DEPTH and path in shown:
            continue
        try:
            about = os.stat(path)
            inside = list(os.scandir(path)) if depth and os.path.isdir(path) else []
        except OSError:
            continue
        yield about.st_ino, about.st_dev
        yield from ((entry.inode(), about.st_dev) for entry in inside if entry.path not in shown)  # as folders list it
        yield from _numbers((entry.path for entry in inside), shown, depth - 1)
