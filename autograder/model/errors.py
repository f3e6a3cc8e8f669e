"""The exceptions of this project. A student's mistake is never one of them: it is a value."""

from __future__ import annotations

import traceback
from pathlib import Path


class AutograderError(Exception):
    """Something the person who runs the grader has to see."""


class CourseError(AutograderError):
    """The course is at fault: a notebook, a question or a setting that its author has to mend."""


class SandboxError(AutograderError):
    """The sandbox is at fault: it cannot start, or broke for a reason that is not the student's."""


def described(error: BaseException, folder: Path) -> str:
    """Return what was raised by a file of a course's author, and in which line of it.

    Parameters
    ----------
    error : BaseException
    folder : Path
        Where the author's files lie.
    """
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).is_relative_to(folder)]
    places = [f"{frame.filename}, line {frame.lineno}" for frame in own]
    if isinstance(error, SyntaxError) and error.filename:
        places.append(f"{error.filename}, line {error.lineno}")
    said = f"{type(error).__name__}: {error.msg if isinstance(error, SyntaxError) else error}"
    return f"{said} ({places[-1]})" if places else said
