"""Exceptions. A student's mistake is never an exception: it is a value."""

from __future__ import annotations

import traceback
from pathlib import Path


class AutograderError(Exception):
    """An error to show to the person who runs the grader."""


class CourseError(AutograderError):
    """An error in the course: a notebook, a question or a setting that its author has to fix."""


class SandboxError(AutograderError):
    """The sandbox cannot start, or it failed for a reason other than the student's code."""


def described(error: BaseException, folder: Path) -> str:
    """Return the message of an exception from a course author's file, with the file and line.

    Parameters
    ----------
    error : BaseException
    folder : Path
        Folder of the author's files.
    """
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).is_relative_to(folder)]
    places = [f"{frame.filename}, line {frame.lineno}" for frame in own]
    if isinstance(error, SyntaxError) and error.filename:
        places.append(f"{error.filename}, line {error.lineno}")
    message = f"{type(error).__name__}: {error.msg if isinstance(error, SyntaxError) else error}"
    return f"{message} ({places[-1]})" if places else message
