"""Which files a student's code may see: an allow-list of libraries, so that nothing has to be hidden by name.

The grader's package, nbgrader, the course and everybody's home are not on it, wherever they are installed. Folders that
packages are installed into are never shown whole, only the entries that the libraries' own records list.
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
"""What notebooks may import, and what the inside itself needs; with all that these require."""
INSIDE_FOLDER = str(Path(__file__).resolve().parent / "inside")
"""Our own part of what is shown."""
SYSTEM = (
    *("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib"),
    *("/usr/share/fonts", "/usr/share/zoneinfo", "/etc/ld.so.cache"),
)
_ONLY_FOR_AN_EXTRA = re.compile(r";\s*extra\s*==\s*([\"'])[^\"']+\1\s*$")
_PACKAGE_FOLDERS = ("site-packages", "dist-packages", "python3*/site-packages", "python3*/dist-packages")


@dataclass(frozen=True)
class VisibleFiles:
    """The files that are shown inside.

    Attributes
    ----------
    interpreter : str
        The real interpreter, behind the links of a virtual environment.
    trees : tuple of str
        Files and folders that are shown whole, except for what is `hidden`.
    links : tuple of (str, str)
        Symbolic links among them, such as ``/lib`` to ``usr/lib``: path and target.
    hidden : tuple of str
        Folders in the trees into which packages are installed.
    packages : tuple of str
        The entries of such folders that belong to the libraries.
    sys_path : tuple of str
        ``sys.path`` inside.
    """

    interpreter: str
    trees: tuple[str, ...]
    links: tuple[tuple[str, str], ...]
    hidden: tuple[str, ...]
    packages: tuple[str, ...]
    sys_path: tuple[str, ...]

    @property
    def shown(self) -> tuple[str, ...]:
        """Everything that is bound into a jail with a root of its own."""
        return (*self.trees, *self.packages)

    def readable(self, has_own_root: bool) -> tuple[str, ...]:
        """Return the paths below which reading is allowed.

        Parameters
        ----------
        has_own_root : bool
            The jail has a root of its own, in which what is hidden is not there. Otherwise the paths are spelled out
            around it.
        """
        if has_own_root:
            return (*self.trees, *dict.fromkeys(os.path.dirname(path) for path in self.packages))
        return (*(leaf for tree in self.trees for leaf in _around(tree, set(self.hidden))), *self.packages)


@cache
def visible_files() -> VisibleFiles:
    """Return what this interpreter's libraries need."""
    interpreter = os.path.realpath(sys.executable)
    base = {"base": sys.base_prefix, "installed_base": sys.base_prefix, "platbase": sys.base_exec_prefix}
    standard = [sysconfig.get_path(name, vars=base) for name in ("stdlib", "platstdlib")]
    standard.append(sysconfig.get_config_var("DESTSHARED"))
    standard = [os.path.realpath(path) for path in dict.fromkeys(standard) if path and os.path.isdir(path)]
    shared = [sysconfig.get_config_var("LIBDIR") or ""]  # where libpython is, if there is one
    links = tuple((path, os.readlink(path)) for path in SYSTEM if os.path.islink(path) and os.path.isdir(path))
    system = [path for path in SYSTEM if os.path.exists(path) and path not in dict(links)]
    trees = _outermost([*system, *shared, *standard, interpreter])
    packages = _packages()
    sys_path = (*standard, *dict.fromkeys(os.path.dirname(path) for path in packages))
    return VisibleFiles(interpreter, trees, links, tuple(_package_folders(trees)), packages, sys_path)


def readable_by_others(paths: Iterable[str]) -> bool:
    """Whether a user without privileges could read these files; a private home on the way prevents it."""
    return all(_open_to_all(Path(path)) for path in paths)


def _open_to_all(path: Path) -> bool:
    if not stat.S_IMODE(path.stat().st_mode) & stat.S_IROTH:
        return False
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in path.parents)


class InstalledDistribution(NamedTuple):
    """An installed distribution, with what its metadata begin with."""

    found: metadata.Distribution
    name: str
    version: str


def with_dependencies(names: Iterable[str]) -> Iterator[InstalledDistribution]:
    """Yield the installed distributions of these names and all that they require, each once."""
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
        needs = [
            Requirement(each) for each in about.get_all("Requires-Dist", []) if not _ONLY_FOR_AN_EXTRA.search(each)
        ]
        waiting += [each.name for each in needs if each.marker is None or each.marker.evaluate({"extra": ""})]
        yield InstalledDistribution(found, str(about["Name"]), str(about["Version"]))


def _headers(found: metadata.Distribution) -> Message:
    """Return a distribution's metadata without its description, which is most of it and takes long to read."""
    text = found.read_text("METADATA")
    return found.metadata if text is None else HeaderParser().parsestr(text.partition("\n\n")[0])  # type: ignore[return-value]


def _packages() -> tuple[str, ...]:
    """Return the top-level files and folders of the libraries and of all that they require."""
    tops = ((each.found, top) for each in with_dependencies(LIBRARIES) for top in _entries(each.found))
    paths = {os.path.realpath(str(found.locate_file(top))) for found, top in tops}
    return tuple(sorted(path for path in paths if os.path.exists(path)))


def _entries(found: metadata.Distribution) -> set[str]:
    """Return the names that a distribution has in its folder, where its record, or only its list of modules, says."""
    if record := found.read_text("RECORD"):  # `found.files` would make an object of every line
        return {row[0].partition("/")[0] for row in csv.reader(record.splitlines())} - {"..", "", "__pycache__"}
    if found.files:
        return {file.parts[0] for file in found.files} - {"..", "/", "__pycache__"}
    modules = (found.read_text("top_level.txt") or found.name.replace("-", "_")).split()  # of Linux distributions
    return {name for module in modules for name in (module, f"{module}.py")}


def _outermost(paths: Iterable[str]) -> tuple[str, ...]:
    """Return the existing paths without those that lie in another of them."""
    real = sorted({os.path.realpath(path) for path in paths if path and os.path.exists(path)})
    return tuple(path for path in real if not any(path != other and _within(path, other) for other in real))


def _within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def _package_folders(trees: Iterable[str]) -> Iterator[str]:
    for tree in trees:
        for pattern in _PACKAGE_FOLDERS:
            yield from (str(path) for path in sorted(Path(tree).glob(pattern)) if path.is_dir())


def _around(path: str, hidden: set[str]) -> Iterator[str]:
    """Return paths that cover `path` except for what is hidden in it."""
    if path in hidden:
        return
    if not any(_within(each, path) for each in hidden):
        yield path
        return
    for entry in os.scandir(path):
        yield from _around(entry.path, hidden)
