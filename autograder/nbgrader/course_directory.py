"""The course's folders, as nbgrader's converters see them when they handle submissions."""

from __future__ import annotations

import glob
from datetime import datetime
from pathlib import Path

from nbgrader.converters.base import BaseConverter
from nbgrader.coursedir import CourseDirectory

from autograder.store.exchange_files import time_of
from autograder.text import printable


class GuardedCourseDirectory(CourseDirectory):
    """A course directory from which no file is copied and in which an invalid timestamp stops no run.

    nbgrader copies the files beside a submitted notebook, through links, all the way to the feedback. What it has for
    that is `CourseDirectory.ignore`, which the exchange obeys as well: set for the course, it keeps notebooks from
    being released and collected. So a converter alone gets this stand-in.
    """

    @classmethod
    def of(cls, course: CourseDirectory, *, copies: bool) -> GuardedCourseDirectory:
        """Return a stand-in for the course directory of a converter that is about to start.

        Parameters
        ----------
        copies : bool
            Whether the converter copies the files beside the notebooks that it converts.
        """
        values = {name: getattr(course, name) for name in course.trait_names(config=True)}
        made = cls(parent=course.parent, config=course.config, **values)
        if not copies:
            made.ignore = [*course.ignore, *_assignment_folders(course)]
        return made

    def get_existing_timestamp(self, dest_path: str) -> datetime | None:
        """Return when a submission was submitted; None if that is not known."""
        timezone = str(self.config.Exchange.get("timezone", "UTC"))
        return time_of(Path(dest_path), timezone).moment


def leave_out_unmatched(converter: BaseConverter) -> None:
    """Name the folders on which a converter would stop the run for everybody, and leave them out.

    nbgrader's pattern for folders matches no line break, and its gradebook holds only valid UTF-8.
    """
    for folder in list(converter.assignments):
        name = Path(folder).parent.name
        if "\n" in folder:
            why = "nbgrader cannot read names with line breaks; `autograder grade` can"
        elif any("\ud800" <= char <= "\udfff" for char in folder):
            why = "the gradebook cannot hold its name, which is not valid UTF-8; rename the folder"
        else:
            continue
        del converter.assignments[folder]
        converter.log.error("submission of `%s` is left out: %s", printable(name), why)


def _assignment_folders(course: CourseDirectory) -> list[str]:
    """Return patterns for the folders of submissions and of the source; nbgrader skips an ignored folder entirely."""
    submitted = course.format_path(course.submitted_directory, course.student_id, course.assignment_id)
    source = course.format_path(course.source_directory, ".", course.assignment_id)
    return [submitted, glob.escape(source)]
