"""Content keys: a submission whose key has not changed gets the same grades, so it is not graded again.

A key covers everything that a grade depends on: the submitted files, the questions and the release, the settings of
the course, and the versions of all programs that run and judge.
"""

from __future__ import annotations

import platform
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from autograder.batch.task import GradingConfig
from autograder.grading.submission import SubmittedFiles
from autograder.sandbox.libraries import LIBRARIES, with_dependencies
from autograder.store.digests import digest

PACKAGE = Path(__file__).parent.parent
JUDGING = ("numpy", "sympy", "lark", "nbformat", "jinja2", "latex2mathml")
"""Libraries that read, judge and lay out answers, besides those that students' code may import."""


def of_config(config: GradingConfig, *more: str) -> str:
    """Return a key of everything that the submissions of a run share. `config.force` is left out: it changes no grade.

    Parameters
    ----------
    config : GradingConfig
    *more : str
        Everything else that grades depend on: the course's settings, the due date.
    """
    names = (*LIBRARIES, *JUDGING, *config.release.setup.libraries.names)
    installed = sorted(f"{each.name} {each.version}" for each in with_dependencies(names))
    settings = repr(replace(config, force=False)), digest((b"secret", config.secret))
    parts = [platform.python_version(), platform.machine(), *installed, *settings, *more]
    return digest((*(part.encode("utf-8", "replace") for part in parts), *_files(PACKAGE)))


def of_submission(student: str, submitted_files: SubmittedFiles, common: str, *more: str) -> str:
    """Return the key of one submission.

    Parameters
    ----------
    student : str
    submitted_files : SubmittedFiles
    common : str
        The key from `of_config`.
    *more : str
        Everything else that concerns only this student: the time of submission, an extension.
    """
    parts = [student, common, *more, *submitted_files.problems, str(submitted_files.more)]
    encoded = [part.encode("utf-8", "surrogateescape") for part in parts]
    for name, content in submitted_files.files.items():
        encoded += [name.encode("utf-8", "surrogateescape")]
        encoded += [b"bytes", content] if isinstance(content, bytes) else [b"problem", content.encode()]
    for name, content in submitted_files.accepted.items():
        encoded += [b"accepted", name.encode("utf-8", "surrogateescape"), content]
    encoded += [part for name in submitted_files.others for part in (b"other", name.encode("utf-8", "surrogateescape"))]
    return digest(encoded)


def _files(folder: Path) -> Iterable[bytes]:
    """Yield the names and contents of the package's files, without the demo, on which no grade depends."""
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if path.is_file() and "__pycache__" not in path.parts and inside.parts[:2] != ("commands", "demo"):
            yield inside.as_posix().encode()
            yield path.read_bytes()
