"""The folders and the gradebook of a course, from nbgrader's own settings."""

from __future__ import annotations

import glob
import os
import re
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from nbgrader.coursedir import CourseDirectory
from sqlalchemy import make_url
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from autograder.assignments import Origin, find, names
from autograder.model.errors import CourseError, described
from autograder.model.libraries import Libraries
from autograder.model.setup import Setup
from autograder.store.course_files import course_files, libraries_of, read_setup
from autograder.store.secret import course_secret, secret_path
from autograder.store.settings import read_settings
from autograder.text import did_you_mean, printable

IGNORED: list[str] = list(CourseDirectory().ignore)
"""Deprecated: nbgrader's own default, for an `nbgrader_config.py` that sets `CourseDirectory.ignore` to it.

It used to keep students' files out of autograded folders, but the exchange then skipped all notebooks. The setting is
no longer needed: delete the line.
"""


_RENAME = "rename the folder"


@dataclass(frozen=True)
class Course:
    """A course folder with an `nbgrader_config.py`."""

    root: Path
    directory: CourseDirectory
    config: Config

    @classmethod
    def at(cls, root: Path) -> Course:
        """Open the course in a folder.

        Raises
        ------
        CourseError
            There is no such folder, or no `nbgrader_config.py` in it, or one that cannot be read; or nbgrader cannot
            use a folder with this path.
        """
        root = root.resolve()
        _require_usable(root)
        if not (root / "nbgrader_config.py").is_file():
            raise CourseError(f"{root} is not a course: it has no nbgrader_config.py")
        try:
            config = PyFileConfigLoader(str(root / "nbgrader_config.py"), path=str(root)).load_config()
        except Exception as error:  # the config is Python and can raise anything
            raise CourseError(f"{root / 'nbgrader_config.py'} cannot be read: {described(error, root)}") from error
        config.CourseDirectory.root = str(root)
        directory = CourseDirectory(config=config)
        if "db_url" not in config.CourseDirectory and make_url(directory.db_url).database != str(root / "gradebook.db"):
            raise CourseError(
                f"{root}: nbgrader looks for the gradebook elsewhere because of the `?` or `%` in this path; {_RENAME}"
            )
        return cls(root, directory, config)

    @property
    def db_url(self) -> str:
        """The URL of the gradebook's database."""
        return str(self.directory.db_url)

    @property
    def has_gradebook(self) -> bool:
        """Whether the gradebook exists. One on a server is assumed to exist."""
        scheme, _, path = self.db_url.partition(":///")
        return scheme != "sqlite" or Path(path).exists()

    @property
    def settings(self) -> str:
        """The text of `nbgrader_config.py`."""
        return (self.root / "nbgrader_config.py").read_text(encoding="utf-8")

    @property
    def secret(self) -> bytes:
        """The secret from which hidden inputs are drawn; it is made the first time that it is needed."""
        return course_secret(self.root, bool(self.directory.groupshared))

    @property
    def private(self) -> tuple[str, ...]:
        """The files and folders that student code must not see."""
        return private_paths(self.directory)

    @property
    def timezone(self) -> str:
        """The time zone of the exchange, in which times of submission may be abbreviated."""
        return str(self.config.Exchange.get("timezone", "UTC"))

    @property
    def autograded_mode(self) -> int:
        """Permissions of autograded files, as `nbgrader autograde` sets them."""
        default = 664 if self.directory.groupshared else 444
        return int(str(self.config.Autograde.get("permissions", default)), 8)

    def set_modes(self, folder: Path, step: str, mode: int) -> None:
        """Set permissions in a new folder as nbgrader does; a course shared by a group lets the group write.

        Parameters
        ----------
        folder : Path
            The folder of one assignment.
        step : str
            The folder that it is in, such as `directory.feedback_directory`.
        mode : int
            Permissions of files.
        """
        paths = [path for path in folder.rglob("*") if not path.is_symlink()]
        for path in paths:
            if path.is_file():
                path.chmod(mode)
        if self.directory.groupshared:
            root = self._path(step, ".", ".")
            above = [each for each in folder.parents if each.is_relative_to(root)]
            for each in (folder, *(path for path in paths if path.is_dir()), *above):
                with suppress(PermissionError):  # another member of the group owns it
                    each.chmod((each.stat().st_mode | 0o2770) & 0o2777)

    def setup(self, assignment: str) -> Setup:
        """Return the files beside the notebooks and the limits of an assignment.

        Raises
        ------
        CourseError
            A setting or a file cannot be used.
        """
        return read_setup(self.config, self.source(assignment), assignment)

    def libraries(self, assignment: str) -> Libraries:
        """Return the libraries that an assignment adds; raises CourseError if a setting cannot be used."""
        settings = read_settings(self.config, assignment)
        return libraries_of(settings, self.source(assignment), course_files(self.source(assignment), settings)[0])

    def origin(self, assignment: str, setup: Setup | None = None) -> Origin:
        """Return where the questions of an assignment come from; raises CourseError if there is no such assignment."""
        found = find(assignment, self.root)
        return replace(found, data=(self.setup(assignment) if setup is None else setup).files)

    def assignments(self) -> tuple[str, ...]:
        """Return the names of all assignments: those with questions, and the folders with notebooks."""
        folders = {
            path.parent.name for step in (self.source, self.release) for path in step("*").parent.glob("*/*.ipynb")
        }
        return tuple(sorted({*names(self.root), *folders}))

    def require(self, assignment: str) -> None:
        """Raise CourseError if there is no such assignment."""
        if assignment not in (known := self.assignments()):
            alike = did_you_mean(assignment, known)
            raise CourseError(f"there is no assignment {assignment!r}{alike}; there are: {', '.join(known)}")

    def source(self, assignment: str) -> Path:
        """Return the folder of the instructor's notebooks."""
        return self._path(self.directory.source_directory, ".", assignment)

    def release(self, assignment: str) -> Path:
        """Return the folder of the released notebooks."""
        return self._path(self.directory.release_directory, ".", assignment)

    def submitted(self, student: str, assignment: str) -> Path:
        """Return the folder of a student's submission."""
        return self._path(self.directory.submitted_directory, student, assignment)

    def autograded(self, student: str, assignment: str) -> Path:
        """Return the folder of a student's autograded notebooks."""
        return self._path(self.directory.autograded_directory, student, assignment)

    def feedback(self, student: str, assignment: str) -> Path:
        """Return the folder of a student's feedback pages."""
        return self._path(self.directory.feedback_directory, student, assignment)

    def students(self, assignment: str) -> list[str]:
        """Return the ids of all students who submitted something, in any characters that are valid UTF-8."""
        return [student for student in self._ids(assignment) if _is_storable(student)]

    def unusable_ids(self, assignment: str) -> list[str]:
        """Return the folder names of submissions that no gradebook can hold: they are not valid UTF-8."""
        return [student for student in self._ids(assignment) if not _is_storable(student)]

    def _ids(self, assignment: str) -> list[str]:
        step, root = self.directory.submitted_directory, glob.escape(self.directory.root)
        every = self.directory.directory_structure.format(
            nbgrader_step=glob.escape(step), student_id="*", assignment_id=glob.escape(assignment)
        )
        pattern = re.compile(self.directory.format_path(step, "(?P<id>[^/]+)", re.escape(assignment), escape=True))
        found = (pattern.fullmatch(path) for path in glob.glob(f"{root}/{every}"))
        return sorted(match["id"] for match in found if match and Path(match[0]).is_dir())

    def _path(self, step: str, student: str, assignment: str) -> Path:
        return Path(self.directory.format_path(step, student, assignment))


def _is_storable(student: str) -> bool:
    try:
        student.encode()
    except UnicodeEncodeError:
        return False
    return True


def _require_usable(root: Path) -> None:
    """Raise CourseError for a path with which nbgrader would use other settings, or none."""
    try:
        str(root).encode()
    except UnicodeEncodeError as error:
        raise CourseError(
            f"{printable(str(root), 300)}: the gradebook cannot hold this path, which is not valid UTF-8; {_RENAME}"
        ) from error
    if os.path.expandvars(root) != str(root):
        raise CourseError(
            f"{root}: nbgrader replaces the variable in this path and then misses nbgrader_config.py; {_RENAME}"
        )


def private_paths(directory: CourseDirectory) -> tuple[str, ...]:
    """Return the files and folders of a course that student code must not see."""
    root = Path(directory.root)
    steps = ("source", "release", "submitted", "autograded", "feedback")
    folders = [root / getattr(directory, f"{step}_directory") for step in steps]
    scheme, _, path = str(directory.db_url).partition(":///")
    files = [secret_path(root), *sorted(folders[0].rglob("*.ipynb")), *([path] if scheme == "sqlite" and path else [])]
    return tuple(map(str, (root, *folders, *files)))
