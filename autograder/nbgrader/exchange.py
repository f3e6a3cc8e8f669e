"""nbgrader's exchange: one submission can neither stop the collection nor copy the work of others."""

from __future__ import annotations

import os
import re
import shutil
import stat
import tempfile
from logging import Logger
from pathlib import Path
from typing import Any

from nbgrader.exchange.default import ExchangeCollect, ExchangeReleaseFeedback
from nbgrader.utils import temp_attrs

from autograder.nbgrader.course_directory import GuardedCourseDirectory
from autograder.store.exchange_files import SECRET, TIMESTAMP
from autograder.store.timestamps import read_timestamp


class Collect(ExchangeCollect):
    """Collects regular files only, and skips a submission that cannot be collected.

    A student owns the submitted folder in the exchange. nbgrader would follow a link in it with the instructor's
    rights, to the solution for example.
    """

    coursedir: Any

    def start(self) -> Any:
        """Collect, from a course directory that follows no links."""
        self.coursedir = GuardedCourseDirectory.of(self.coursedir, copies=True)
        return super().start()

    def do_copy(self, src: str, dest: str, log: Logger | None = None) -> None:
        """Copy a submission, unless it is too large or cannot be read."""
        try:
            if self.get_size(src) > 1000 * self.coursedir.max_dir_size:
                raise RuntimeError(f"it has more than {self.coursedir.max_dir_size} kB")
            with tempfile.TemporaryDirectory() as scratch:
                self._take(src, Path(scratch) / "taken")
                super().do_copy(str(Path(scratch) / "taken"), dest, log)
        except (OSError, RuntimeError, shutil.Error) as error:
            shutil.rmtree(dest, ignore_errors=True)
            self.log.error("%s was not collected: %s", src, error)

    def _take(self, source: str, target: Path) -> None:
        """Copy regular files, without following a link to a file or a folder."""
        for folder, _, names, descriptor in os.fwalk(source):
            inside = target / os.path.relpath(folder, source)
            inside.mkdir(parents=True, exist_ok=True)
            for name in names:
                try:
                    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
                    with open(os.open(name, flags, dir_fd=descriptor), "rb") as file:
                        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                            raise OSError("it is not a regular file")
                        with (inside / name).open("wb") as copy:
                            shutil.copyfileobj(file, copy)
                except OSError as error:
                    self.log.warning("%s was not collected: %s", os.path.join(folder, name), error)

    def _path_to_record(self, path: str) -> dict[str, Any]:
        """Read the time of submission in the time zone of the exchange; nbgrader reads most zones as UTC."""
        record: dict[str, Any] = super()._path_to_record(path)
        moment = read_timestamp(record["filename"].rsplit("+", 3)[2], self.timezone).moment
        return {**record, "timestamp": moment or record["timestamp"]}


class ReleaseFeedback(ExchangeReleaseFeedback):
    """Releases the feedback of those who submitted through the exchange, and names those who did not.

    nbgrader stops with an error at the first submission that did not, because it names a page in the exchange after a
    file that only the exchange writes.
    """

    def copy_files(self) -> None:
        """Copy the feedback of complete submissions, and warn about the others."""
        others = [student for student, folder in self._folders() if not _is_complete(folder)]
        for student in others:
            self.log.warning(
                "%s: no feedback was released, since the submission did not come through the exchange", student
            )
        excluded = ",".join(filter(None, (self.coursedir.student_id_exclude, *others)))
        with temp_attrs(self.coursedir, student_id_exclude=excluded):
            super().copy_files()

    def _folders(self) -> list[tuple[str, Path]]:
        course = self.coursedir
        pattern = course.format_path(course.feedback_directory, "(?P<id>[^/]+)", course.assignment_id, escape=True)
        root = Path(course.format_path(course.feedback_directory, ".", "."))
        every = (Path(folder) for folder, _, names in os.walk(root) if any(name.endswith(".html") for name in names))
        matches = ((re.fullmatch(pattern, str(folder)), folder) for folder in every)
        return sorted((match["id"], folder) for match, folder in matches if match)


def _is_complete(folder: Path) -> bool:
    return all((folder / name).is_file() for name in (TIMESTAMP, SECRET))
