"""Where the questions of an assignment come from: this package, or a course's own folder `assignments/`.

A course's own modules travel as texts: to the process that judges and to the machines of a cluster, where the course's
folder does not exist. They belong to the course, like its `nbgrader_config.py`; submitted files are never among them.
"""

from __future__ import annotations

import hashlib
import sys
from dataclasses import dataclass, field, replace
from importlib import import_module
from importlib.abc import ExecutionLoader, MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_file_location
from pathlib import Path
from types import ModuleType

from autograder.assignments import course_file
from autograder.assignments.discovery import FOLDER, own_names
from autograder.model import Assignment, Question
from autograder.model.errors import CourseError, described
from autograder.model.setup import CourseFiles


@dataclass(frozen=True)
class Origin:
    """Everything needed to load an assignment, on any machine where this package is installed.

    Attributes
    ----------
    name : str
        The assignment's name.
    files : tuple of (str, str)
        The course's own modules: path below the folder and text. None where the assignment is this package's.
    folder : Path
        Where the files lie on the machine that read them, for messages.
    data : CourseFiles
        The files beside the notebooks, which questions read with `course_file`.
    inline : tuple of (str, tuple of Question)
        Questions made of the cells of the course's notebooks, by notebook, where the course has no module with
        questions, or for cells that the module leaves out. None where the assignment is this package's.
    """

    name: str
    files: tuple[tuple[str, str], ...] = ()
    folder: Path = field(default=Path(FOLDER), compare=False, repr=False)
    data: CourseFiles = field(default_factory=CourseFiles)
    inline: tuple[tuple[str, tuple[Question, ...]], ...] = ()

    @property
    def module(self) -> str:
        """The module with the questions, as it is called once the assignment is loaded."""
        return f"{self._package if self.files else __package__}.{self.name}"

    def load(self) -> Assignment:
        """Return the object `assignment` of the module.

        Raises
        ------
        CourseError
            The module cannot be imported, or there is no assignment of this name in it.
        """
        if self.inline and not self.files:
            return Assignment(self.name, dict(self.inline))
        found = getattr(self._imported(), "assignment", None)
        if not isinstance(found, Assignment) or found.name != self.name:
            raise CourseError(f"{self.where} has no `assignment = Assignment({self.name!r}, ...)`")
        return _completed(found, self.inline)

    @property
    def where(self) -> str:
        """How messages to the author name the module."""
        return f"{self.folder / self.name}" if self.files else self.module

    @property
    def _package(self) -> str:
        """The package that holds a course's modules: other texts or data are other modules, also in one process."""
        return f"course_{hashlib.sha256(repr((self.files, self.data.files)).encode()).hexdigest()[:16]}"

    def _imported(self) -> ModuleType:
        course_file.register(self.module, self.data)
        if not self.files:
            return import_module(self.module)
        package = self._package
        if not any(isinstance(finder, _Finder) and finder.package == package for finder in sys.meta_path):
            sys.meta_path.append(_Finder(package, self.files, self.folder))
        try:
            return import_module(self.module)
        except CourseError:
            raise
        except Exception as error:  # a course's module can raise anything
            raise CourseError(f"{self.where} cannot be loaded: {described(error, self.folder)}") from error


def own(name: str, course: Path) -> Origin | None:
    """Return where a course's own assignment comes from; None if the course has none of this name."""
    folder = course / FOLDER
    if name not in own_names(course):
        return None
    try:
        files = {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in sorted(folder.rglob("*.py"))}
    except (OSError, UnicodeDecodeError) as error:
        raise CourseError(f"{folder} cannot be read: {error}") from error
    return Origin(name, tuple(files.items()), folder)


def _completed(assignment: Assignment, inline: tuple[tuple[str, tuple[Question, ...]], ...]) -> Assignment:
    """Return an assignment with the inline questions for cells that have no other question."""
    if not inline:
        return assignment
    notebooks = dict(assignment.notebooks)
    for notebook, questions in inline:
        own = {question.name: question for question in notebooks.get(notebook, ())}
        placed = tuple(own.pop(question.name, question) for question in questions)
        notebooks[notebook] = (*placed, *own.values())
    return replace(assignment, notebooks=notebooks)


class _Finder(MetaPathFinder, ExecutionLoader):
    """Imports a course's modules from their texts."""

    def __init__(self, package: str, files: tuple[tuple[str, str], ...], folder: Path) -> None:
        self.package, self._files, self._folder = package, {"__init__.py": "", **dict(files)}, folder

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if self._file(fullname) is None:
            return None
        file = self.get_filename(fullname)
        inside = [str(Path(file).parent)] if self.is_package(fullname) else None
        return spec_from_file_location(fullname, file, loader=self, submodule_search_locations=inside)

    def is_package(self, fullname: str) -> bool:
        return self.get_filename(fullname).endswith("__init__.py")

    def get_filename(self, fullname: str) -> str:
        return str(self._folder / (self._file(fullname) or ""))

    def get_source(self, fullname: str) -> str:
        return self._files[self._file(fullname) or ""]

    def _file(self, fullname: str) -> str | None:
        """The file of a module, below the folder."""
        package, *rest = fullname.split(".")
        if package != self.package:
            return None
        return next((file for file in (_path(*rest, "__init__.py"), _path(*rest)) if file in self._files), None)


def _path(*parts: str) -> str:
    joined = "/".join(parts)
    return joined if joined.endswith(".py") else f"{joined}.py"
