"""The files that student code may see: an allow-list of what the interpreter and the libraries need.

The grader's package, nbgrader, the course and home folders are not on it, wherever they are. Of the system's libraries,
only those files are shown that others need; of site-packages folders, only the entries that the libraries' installation
records list; of the standard library, no folder that is not part of it.
"""

from __future__ import annotations

import csv
import importlib.metadata as metadata
import os
import re
import stat
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import HeaderParser
from functools import cache
from pathlib import Path
from typing import NamedTuple

from packaging.requirements import Requirement

from autograder.sandbox import shared_objects

LIBRARIES = ("numpy", "scipy", "sympy", "matplotlib", "matplotlib-inline", "ipython", "msgpack")
"""What notebooks may import and what the zygote needs. Their dependencies are added."""
INSIDE_FOLDER = str(Path(__file__).resolve().parent / "inside")
"""The only part of this package that the sandbox shows."""
DATA = (
    *("/usr/share/fonts", "/usr/share/zoneinfo", "/etc/ld.so.cache"),
    *("/usr/lib/locale/C.utf8", "/usr/lib/locale/C.UTF-8", "/usr/lib/locale/locale-archive"),
)
"""Files of the system, other than shared libraries, that Python and the libraries use."""
_LINKS = ("/lib", "/lib64", "/usr/lib64")
_EXTRA_MARKER = re.compile(r";\s*extra\s*==\s*([\"'])[^\"']+\1\s*$")
_PARTS = frozenset({*sys.stdlib_module_names, "lib-dynload", "__pycache__"})
"""The folders of the standard library."""


@dataclass(frozen=True)
class VisibleFiles:
    """The files that the sandbox shows.

    Attributes
    ----------
    interpreter : str
        The real path of the interpreter, not a virtual environment's link.
    trees : tuple of str
        Files and folders that are shown completely, except for `hidden` folders.
    links : tuple of (str, str)
        Path and target of symbolic links to trees, such as ``/lib`` to ``usr/lib``.
    shared_objects : tuple of str
        Shared libraries outside of the trees and packages.
    hidden : tuple of str
        Folders in the standard library's folder that are not part of it, such as site-packages.
    packages : tuple of str
        The files and folders in site-packages that belong to the libraries.
    sys_path : tuple of str
        ``sys.path`` in the sandbox.
    """

    interpreter: str
    trees: tuple[str, ...]
    links: tuple[tuple[str, str], ...]
    shared_objects: tuple[str, ...]
    hidden: tuple[str, ...]
    packages: tuple[str, ...]
    sys_path: tuple[str, ...]

    @property
    def shown(self) -> tuple[str, ...]:
        """All paths that a private root mounts."""
        return (*self.trees, *self.shared_objects, *self.packages)

    def readable(self, has_own_root: bool) -> tuple[str, ...]:
        """Return the paths below which Landlock allows reading.

        Parameters
        ----------
        has_own_root : bool
            Whether the jail has a private root, which does not contain the hidden folders. Otherwise the paths are
            listed so that they exclude these.
        """
        if has_own_root:
            alone = (*self.packages, *self.shared_objects)
            return (*self.trees, *dict.fromkeys(os.path.dirname(path) for path in alone))
        trees = (leaf for tree in self.trees for leaf in _paths_except_hidden(tree, set(self.hidden)))
        return (*trees, *self.shared_objects, *self.packages)


@cache
def visible_files(more: tuple[str, ...] = ()) -> VisibleFiles:
    """Return the files that this interpreter and its libraries need.

    Parameters
    ----------
    more : tuple of str
        Names of distributions that are visible besides `LIBRARIES`.
    """
    interpreter = os.path.realpath(sys.executable)
    base = {"base": sys.base_prefix, "installed_base": sys.base_prefix, "platbase": sys.base_exec_prefix}
    standard = [sysconfig.get_path(name, vars=base) for name in ("stdlib", "platstdlib")]
    standard.append(sysconfig.get_config_var("DESTSHARED"))
    standard = [os.path.realpath(path) for path in dict.fromkeys(standard) if path and os.path.isdir(path)]
    links = tuple((path, os.readlink(path)) for path in _LINKS if os.path.islink(path) and os.path.isdir(path))
    trees = _outermost([*DATA, *standard, interpreter])
    packages = _packages(more)
    binaries = [interpreter, *(path for folder in (*standard, *packages) for path in _extension_modules(folder))]
    sys_path = (*standard, *dict.fromkeys(os.path.dirname(path) for path in packages))
    hidden = tuple(_foreign_folders(standard, (*standard, *packages)))
    return VisibleFiles(interpreter, trees, links, shared_libraries(binaries), hidden, packages, sys_path)


def shared_libraries(binaries: Iterable[str]) -> tuple[str, ...]:
    """Return the shared libraries that programs and extension modules need."""
    folder = sysconfig.get_config_var("LIBDIR")  # where libpython is, if Python was built with one
    return shared_objects.needed_by(binaries, [folder] if folder else [])


def readable_by_others(paths: Iterable[str]) -> bool:
    """Whether every user can read these files. A private home folder on the path prevents it."""
    return all(_open_to_all(Path(path)) for path in paths)


def _open_to_all(path: Path) -> bool:
    if not stat.S_IMODE(path.stat().st_mode) & stat.S_IROTH:
        return False
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in path.parents)


class InstalledDistribution(NamedTuple):
    """An installed distribution with its name and version."""

    found: metadata.Distribution
    name: str
    version: str


def with_dependencies(names: Iterable[str]) -> Iterator[InstalledDistribution]:
    """Yield the installed distributions of these names and their dependencies, each once."""
    seen: set[str] = set()
    waiting = list(names)
    while waiting:
        name = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        if name in seen:
            continue
        seen.add(name)
        try:
            found = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue
        about = _headers(found)
        waiting += [each.name for each in needs(found, about)]
        yield InstalledDistribution(found, str(about["Name"]), str(about["Version"]))


def needs(found: metadata.Distribution, about: Message | None = None) -> list[Requirement]:
    """Return what a distribution requires here, without its extras."""
    listed = (about or _headers(found)).get_all("Requires-Dist", [])
    required = [Requirement(each) for each in listed if not _EXTRA_MARKER.search(each)]
    return [each for each in required if each.marker is None or each.marker.evaluate({"extra": ""})]


def _headers(found: metadata.Distribution) -> Message:
    """Return a distribution's metadata without the description, which is long and slow to parse."""
    text = found.read_text("METADATA")
    return found.metadata if text is None else HeaderParser().parsestr(text.partition("\n\n")[0])  # type: ignore[return-value]


def _packages(more: tuple[str, ...]) -> tuple[str, ...]:
    """Return the top-level files and folders of the libraries and their dependencies."""
    tops = ((each.found, top) for each in with_dependencies((*LIBRARIES, *more)) for top in _entries(each.found))
    paths = {os.path.realpath(str(found.locate_file(top))) for found, top in tops}
    return tuple(sorted(path for path in paths if os.path.exists(path)))


def _entries(found: metadata.Distribution) -> set[str]:
    """Return the names of a distribution's entries in site-packages."""
    if record := found.read_text("RECORD"):  # faster than `found.files`, which makes an object of every line
        return {row[0].partition("/")[0] for row in csv.reader(record.splitlines())} - {"..", "", "__pycache__"}
    if found.files:
        return {file.parts[0] for file in found.files} - {"..", "/", "__pycache__"}
    modules = (found.read_text("top_level.txt") or found.name.replace("-", "_")).split()  # e.g. Debian packages
    return {name for module in modules for name in (module, f"{module}.py")}


def _outermost(paths: Iterable[str]) -> tuple[str, ...]:
    """Return the existing paths, without those that lie inside another one."""
    real = sorted({os.path.realpath(path) for path in paths if path and os.path.exists(path)})
    return tuple(path for path in real if not any(path != other and _within(path, other) for other in real))


def _within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def _foreign_folders(standard: Iterable[str], shown: Iterable[str]) -> Iterator[str]:
    """Yield the folders in the standard library's folders that belong to something else."""
    for folder in dict.fromkeys(standard):
        for entry in sorted(os.scandir(folder), key=lambda each: each.name):
            if entry.is_dir() and entry.name not in _PARTS and os.path.realpath(entry.path) not in shown:
                yield entry.path


def _extension_modules(path: str) -> Iterator[str]:
    """Yield the shared objects in a folder of the standard library or of a package."""
    if os.path.isfile(path):
        yield path
    for folder, folders, files in os.walk(path):
        folders[:] = [each for each in folders if each not in ("site-packages", "dist-packages", "__pycache__")]
        yield from (os.path.join(folder, name) for name in files if name.endswith(".so") or ".so." in name)


def _paths_except_hidden(path: str, hidden: set[str]) -> Iterator[str]:
    """Yield paths that together cover `path` except for hidden folders."""
    if path in hidden:
        return
    if not any(_within(each, path) for each in hidden):
        yield path
        return
    for entry in os.scandir(path):
        yield from _paths_except_hidden(entry.path, hidden)
