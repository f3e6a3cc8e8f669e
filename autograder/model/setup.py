"""What a course adds to the sandbox for one assignment: files, libraries and limits."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path, PurePosixPath

from autograder.model.errors import CourseError
from autograder.model.libraries import NO_LIBRARIES, Libraries
from autograder.model.questions import Assignment, Limits, Question

MAX_COMPARED = 1 << 20
"""Maximum size in bytes of a submitted file that is compared with the course's file of that name."""
_received: dict[str, bytes] = {}
"""Contents that came from another machine, by digest."""


@dataclass(frozen=True)
class CourseFile:
    """A file beside an assignment's notebooks.

    Attributes
    ----------
    name : str
        Its path below the folder of the notebooks, with slashes.
    size : int
        In bytes.
    digest : str
        SHA-256 of its content.
    hidden : bool
        Whether it is for the tests only: students never get it, and their code never sees it.
    """

    name: str
    size: int
    digest: str
    hidden: bool = False


@dataclass(frozen=True)
class CourseFiles:
    """The files beside an assignment's notebooks, from the instructor's folder.

    Two objects are equal if the files have the same names and contents, wherever they are.

    Attributes
    ----------
    files : tuple of CourseFile
        In alphabetical order.
    folder : Path
        The folder with the instructor's notebooks.
    """

    files: tuple[CourseFile, ...] = ()
    folder: Path = field(default=Path(), compare=False, repr=False)
    contents: Mapping[str, bytes] = field(default_factory=dict, compare=False, repr=False)

    @property
    def released(self) -> tuple[CourseFile, ...]:
        """The files that students get, and that their code may read."""
        return tuple(file for file in self.files if not file.hidden)

    @cached_property
    def by_name(self) -> Mapping[str, CourseFile]:
        """The released files by name."""
        return {file.name: file for file in self.released}

    @cached_property
    def folders(self) -> frozenset[str]:
        """The names of all folders that hold a released file."""
        return frozenset(str(folder) for file in self.released for folder in PurePosixPath(file.name).parents)

    @cached_property
    def modules(self) -> frozenset[str]:
        """The modules and packages that code can import from the working folder."""
        names = (file.name for file in self.released if file.name.endswith(".py"))
        return frozenset(name.partition("/")[0].removesuffix(".py") for name in names)

    @property
    def key(self) -> str:
        """A digest of the names and contents of the released files."""
        return hashlib.sha256(repr([(file.name, file.digest) for file in self.released]).encode()).hexdigest()[:16]

    def read(self, file: CourseFile) -> bytes:
        """Return the content of a file.

        Raises
        ------
        CourseError
            The file cannot be read, or has changed since this object was made.
        """
        for known in (self.contents, _received):
            if file.digest in known:
                return known[file.digest]
        path = self.folder / file.name
        try:
            content = read_regular_file(path, file.size + 1)
        except OSError as error:
            raise CourseError(f"{path} cannot be read ({error.strerror or error}); run the command again") from error
        if hashlib.sha256(content).hexdigest() != file.digest:
            raise CourseError(f"{path} has changed while it was used; run the command again")
        return content

    def packed(self) -> CourseFiles:
        """Return the same files together with their contents, to be sent to another machine."""
        return replace(self, contents={file.digest: self.read(file) for file in self.files})

    def receive(self) -> None:
        """Keep the contents that came with this object for all equal objects in this process."""
        _received.update(self.contents)

    @property
    def complete(self) -> bool:
        """Whether all contents are within reach."""
        return self.is_here or all(file.digest in _received for file in self.files)

    @property
    def is_here(self) -> bool:
        """Whether the folder is on this machine."""
        return all((self.folder / file.name).is_file() for file in self.files)


def read_regular_file(path: Path, limit: int) -> bytes:
    """Return at most `limit` bytes of a file; raises OSError if it is a link, a device or a folder."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with open(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError("it is not a regular file")
        return file.read(limit)


@dataclass(frozen=True)
class Setup:
    """What a course adds to the sandbox for one assignment.

    Attributes
    ----------
    files : CourseFiles
    accepted : tuple of str
        Patterns for files that students may submit beside the notebooks, such as ``model/*.npz``.
    submitted_mb : int
        Size of all of these together, in units of 1024 × 1024 bytes.
    limits : tuple of (str, float)
        Fields of `Limits`, `notebook_seconds` and `notebook_output_kb` that replace those of the assignment.
    question_limits : tuple of (str, tuple of (str, float))
        Fields of `Limits` that replace those of single questions.
    libraries : Libraries
    trust_inside_tests : bool
        Whether tests that ran in the student's process give points.
    """

    files: CourseFiles = CourseFiles()
    accepted: tuple[str, ...] = ()
    submitted_mb: int = 10
    limits: tuple[tuple[str, float], ...] = ()
    question_limits: tuple[tuple[str, tuple[tuple[str, float], ...]], ...] = ()
    libraries: Libraries = NO_LIBRARIES
    trust_inside_tests: bool = True

    def accepts(self, name: str) -> bool:
        """Whether students may submit a file of this name. A file of the course always goes before theirs."""
        names = self.files.by_name
        taken = (
            name in names or name in self.files.folders or any(str(up) in names for up in PurePosixPath(name).parents)
        )
        return not taken and any(fnmatchcase(name, pattern) for pattern in self.accepted)

    def is_released(self, name: str) -> bool:
        """Whether a file of this name was released."""
        return name in self.files.by_name

    def is_same(self, name: str, path: Path) -> bool:
        """Whether a file has the content of the released file of this name; of large files, only sizes are compared."""
        released = self.files.by_name[name]
        try:
            if path.lstat().st_size != released.size:
                return False
            content = read_regular_file(path, MAX_COMPARED) if released.size <= MAX_COMPARED else None
        except OSError:
            return False
        return content is None or hashlib.sha256(content).hexdigest() == released.digest

    def applied(self, assignment: Assignment) -> Assignment:
        """Return an assignment with these limits.

        Raises
        ------
        CourseError
            There is no question of that name.
        """
        own = {name: value for name, value in self.limits if name in _NOTEBOOK_LIMITS}
        general = replace(assignment.limits, **{name: value for name, value in self.limits if name not in own})  # type: ignore[arg-type]
        single = {name: dict(values) for name, values in self.question_limits}
        known = {question.name for asked in assignment.notebooks.values() for question in asked}
        if unknown := sorted(single.keys() - known):
            raise CourseError(
                f"nbgrader_config.py sets limits for `{unknown[0]}`, but {assignment.name!r} has no such question"
            )

        def limited(question: Question) -> Question:
            if question.name not in single:
                return question
            return replace(question, limits=replace(question.limits or general, **single[question.name]))  # type: ignore[arg-type]

        notebooks = {name: tuple(map(limited, asked)) for name, asked in assignment.notebooks.items()}
        return replace(assignment, limits=general, notebooks=notebooks, **own)  # type: ignore[arg-type]


NO_SETUP = Setup()
_NOTEBOOK_LIMITS = ("notebook_seconds", "notebook_output_kb")
LIMIT_NAMES = (*Limits.__dataclass_fields__, *_NOTEBOOK_LIMITS)
"""The names of all limits: those of a step and those of a notebook."""
QUESTION_LIMIT_NAMES = tuple(name for name in Limits.__dataclass_fields__ if name != "output_kb")
"""The names of the limits that a question can have: probes show no output."""
