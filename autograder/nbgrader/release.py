"""Restores the old release if `nbgrader generate_assignment` fails after deleting it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nbgrader.converters import GenerateAssignment


def keep_release_on_failure(converter: GenerateAssignment) -> None:
    """Make a converter restore the old release if it fails or is interrupted."""
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
