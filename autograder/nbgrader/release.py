"""Restores the old release if `nbgrader generate_assignment` fails after deleting it."""

from __future__ import annotations

import glob
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from nbgrader.converters import GenerateAssignment
from nbgrader.converters.base import NbGraderException


def keep_release_on_failure(converter: GenerateAssignment, hidden: Sequence[str]) -> None:
    """Make a converter leave out the files for the tests, and restore the old release if it fails or is interrupted.

    Parameters
    ----------
    converter : GenerateAssignment
    hidden : sequence of str
        Names of the files beside the notebooks that are for the tests only.
    """
    prepare = converter.init_assignment

    def init_assignment(assignment_id: str, student_id: str) -> None:
        source, course = converter._format_source(assignment_id, student_id), converter.coursedir
        before = course.ignore
        course.ignore = [*before, *(glob.escape(os.path.join(source, name)) for name in hidden)]
        try:
            prepare(assignment_id, student_id)
        finally:
            course.ignore = before
        released = Path(converter._format_dest(assignment_id, student_id))
        if leaked := [name for name in hidden if (released / name).exists()]:
            raise NbGraderException(f"{leaked[0]} is for the tests only, but was released")

    converter.init_assignment = init_assignment
    convert = converter.convert_notebooks

    def convert_notebooks() -> None:
        course = converter.coursedir
        release = Path(course.format_path(course.release_directory, ".", course.assignment_id))
        with _kept_on_failure(release):
            convert()

    converter.convert_notebooks = convert_notebooks


@contextmanager
def _kept_on_failure(folder: Path) -> Iterator[None]:
    if not folder.is_dir():
        yield
        return
    with tempfile.TemporaryDirectory(prefix=f".kept-{folder.name}-", dir=folder.parent) as scratch:
        copy = Path(shutil.copytree(folder, Path(scratch) / "release", symlinks=True))
        try:
            yield
        except BaseException:  # including an interrupt
            if folder.exists():
                shutil.rmtree(folder)
            copy.rename(folder)
            raise
