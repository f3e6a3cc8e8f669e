"""The files that student code may see: an allow-list of libraries.

The grader's package, nbgrader, the course and home folders are not on it, wherever they are. Of site-packages folders,
only the entries are shown that the libraries' installation records list.
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

LIBRARIES = ("numpy", "scipy", "sympy", "matplotlib", "matplotlib-inline", "ipython", "msgpack")
"""What notebooks may import and what the zygote needs. Their dependencies are added."""
INSIDE_FOLDER = str(Path(__file__).resolve().parent / "inside")
"""The only part of this package that the sandbox shows."""
SYSTEM = (
    *("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib"),
    *("/usr/share/fonts", "/usr/share/zoneinfo", "/etc/ld.so.cache"),
)
_EXTRA_MARKER = re.compile(r";\s*extra\s*==\s*([\"'])[^\"']+\1\s*$")
_PACKAGE_FOLDERS = ("site-packages", "dist-packages", "python3*/site-packages", "python3*/dist-packages")


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
    hidden : tuple of str
        The site-packages folders inside the trees.
    packages : tuple of str
        The files and folders in site-packages that belong to the libraries.
    sys_path : tuple of str
        ``sys.path`` in the sandbox.
    """

    interpreter: str
    trees: tuple[str, ...]
    links: tuple[tuple[str, str], ...]
    hidden: tuple[str, ...]
    packages: tuple[str, ...]
    sys_path: tuple[str, ...]

    @property
    def shown(self) -> tuple[str, ...]:
        """All paths that a private root mounts."""
        return (*self.trees, *self.packages)

    def readable(self, has_own_root: bool) -> tuple[str, ...]:
        """Return the paths below which Landlock allows reading.

        Parameters
        ----------
        has_own_root : bool
            Whether the jail has a private root, which does not contain the hidden folders. Otherwise the paths are
            listed so that they exclude these.
        """
        if has_own_root:
            return (*self.trees, *dict.fromkeys(os.path.dirname(path) for path in self.packages))
        return (*(leaf for tree in self.trees for leaf in _paths_except_hidden(tree, set(self.hidden))), *self.packages)


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
    shared = [sysconfig.get_config_var("LIBDIR") or ""]  # the folder of libpython, if Python was built with one
    links = tuple((path, os.readlink(path)) for path in SYSTEM if os.path.islink(path) and os.path.isdir(path))
    system = [path for path in SYSTEM if os.path.exists(path) and path not in dict(links)]
    trees = _outermost([*system, *shared, *standard, interpreter])
    packages = _packages(more)
    sys_path = (*standard, *dict.fromkeys(os.path.dirname(path) for path in packages))
    return VisibleFiles(interpreter, trees, links, tuple(_package_folders(trees)), packages, sys_path)


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


def _package_folders(trees: Iterable[str]) -> Iterator[str]:
    for tree in trees:
        for pattern in _PACKAGE_FOLDERS:
            yield from (str(path) for path in sorted(Path(tree).glob(pattern)) if path.is_dir())


def _paths_except_hidden(path: str, hidden: set[str]) -> Iterator[str]:
    """Yield paths that together cover `path` except for hidden folders."""
    if path in hidden:
        return
    if not any(_within(each, path) for each in hidden):
        yield path
        return
    for entry in os.scandir(path):
        yield from _paths_except_hidden(entry.path, hidden)
