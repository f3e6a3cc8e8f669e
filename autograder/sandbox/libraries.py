"""Which files a student's code may see: an allow-list of libraries, so that nothing else has to be hidden."""

from __future__ import annotations

import importlib.metadata as metadata
import re
import sys
import sysconfig
from functools import cache
from pathlib import Path

LIBRARIES = ("numpy", "scipy", "sympy", "matplotlib", "matplotlib-inline", "ipython", "msgpack")
INSIDE = Path(__file__).parent / "inside"
SYSTEM = ("/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache", "/etc/localtime")


@cache
def library_paths() -> tuple[str, ...]:
    """Return the top-level files and folders of the libraries and of all that they require."""
    seen: set[str] = set()
    paths: set[str] = set()
    waiting = list(LIBRARIES)
    while waiting:
        name = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        if name in seen:
            continue
        seen.add(name)
        try:
            found = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # required on other platforms, or by an extra
        for requirement in found.requires or ():
            if "extra ==" not in requirement and (match := re.match(r"[A-Za-z0-9._-]+", requirement)):
                waiting.append(match[0])
        for file in found.files or ():
            top = file.parts[0]
            if top not in ("..", "__pycache__", "/"):
                paths.add(str(found.locate_file(top)))
    return tuple(sorted(path for path in paths if Path(path).exists()))


@cache
def search_path() -> tuple[str, ...]:
    """Return `sys.path` for the inside: the standard library, and the folders that the libraries are in."""
    standard = [sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib"), sysconfig.get_config_var("DESTSHARED")]
    folders = [str(Path(path).parent) for path in library_paths()]
    return tuple(dict.fromkeys(path for path in (*standard, *folders) if path))


def interpreter() -> Path:
    """Return the real interpreter, behind the links of a virtual environment."""
    return Path(sys.executable).resolve()


def interpreter_home() -> Path:
    """Return the folder that holds the interpreter and the standard library."""
    return Path(sys.base_prefix).resolve()


def readable() -> tuple[str, ...]:
    """Return every path that the inside may read."""
    standard = [sysconfig.get_path("stdlib"), str(interpreter_home() / "lib")]
    return tuple(dict.fromkeys((*SYSTEM, *standard, str(interpreter()), str(INSIDE), *library_paths())))
