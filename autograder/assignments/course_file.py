"""Gives a course's questions the files beside the notebooks, also on another machine and those for the tests only."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from autograder.model.errors import CourseError
from autograder.model.setup import CourseFiles
from autograder.text import did_you_mean

_files: dict[str, CourseFiles] = {}
"""The files of the assignments that this process has loaded, by the name of their module."""
_copies: dict[str, int] = {}
"""Descriptors of files in memory, by digest: copies of files that this machine does not have."""


def register(module: str, files: CourseFiles) -> None:
    """Let the questions of a module read files."""
    _files[module] = files


def course_file(name: str) -> Path:
    """Return the path of a file beside the notebooks of the assignment whose module calls this.

    Files for the tests only, in `hidden/`, are among them. Use it for hidden inputs and in references: the working
    folder of a question is not the folder of the notebooks.

    Parameters
    ----------
    name : str
        Path below the folder of the notebooks, such as ``"hidden/test.npz"``.

    Raises
    ------
    CourseError
        There is no such file, or it has changed since grading began.

    Examples
    --------
    >>> def cases(rng):
    ...     images = np.load(course_file("hidden/images.npy"))
    ...     for index in rng.integers(len(images), size=3):
    ...         yield (images[index],)
    """
    files = _of_caller()
    found = next((file for file in files.files if file.name == name), None)
    if found is None:
        alike = did_you_mean(name, [file.name for file in files.files])
        raise CourseError(f"there is no file `{name}` beside the notebooks in {files.folder}{alike}")
    content = files.read(found)
    path = files.folder / name
    if path.is_file():
        return path
    if found.digest not in _copies:
        _copies[found.digest] = copy = os.memfd_create(Path(name).name)
        with open(copy, "wb", closefd=False) as file:
            file.write(content)
    return Path(f"/proc/self/fd/{_copies[found.digest]}")


def _of_caller() -> CourseFiles:
    """Return the files of the assignment whose module is the nearest on the stack."""
    frame = sys._getframe(2)
    while frame is not None:
        module = str(frame.f_globals.get("__name__", ""))
        for name, files in _files.items():
            if module == name or module.startswith(f"{name}."):
                return files
        frame = frame.f_back  # type: ignore[assignment]
    raise CourseError("`course_file` can only be called by the questions of a course")
