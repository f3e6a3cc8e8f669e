"""The command that starts the zygote: in bubblewrap at the levels `ns` and `outer`, without it at `landlock`.

Student code should not run as root. How the zygote drops root depends on the machine, see `PrivilegeDrop`.
"""

from __future__ import annotations

import enum
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.model.errors import SandboxError
from autograder.model.libraries import NO_LIBRARIES, Libraries
from autograder.sandbox import libraries
from autograder.sandbox.inside import landlock

LEVELS = ("ns", "outer", "landlock")
"""The levels, strongest first."""
NONE = "none"
HOME = "/sandbox"
COURSE = "/course"
"""Where a private root has the files that a course releases beside its notebooks. The fork server writes them."""
COURSE_MB = 1100
INSIDE_MOUNT = "/inside"
"""Where a private root mounts `inside`. Mounted at its real path, an empty package `autograder` would be importable."""
NOBODY = 65534
BUBBLEWRAP_LEVELS = ("ns", "outer")

ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "HOME": HOME,
    "JOBLIB_MULTIPROCESSING": "0",  # scikit-learn then runs what it would give to processes itself, without a warning
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "MALLOC_ARENA_MAX": "2",
    "MKL_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",  # a process with several threads cannot enter a new user namespace
    "PYTHONHASHSEED": "0",
}

_BOOTSTRAP = """
import importlib.util, sys
folder, *search = sys.argv.pop(1).split(":")
sys.path[:] = search
import site; site.sethelper()
found = importlib.util.spec_from_file_location("inside", folder + "/__init__.py", submodule_search_locations=[folder])
sys.modules["inside"] = importlib.util.module_from_spec(found)
import gc; gc.disable()
from inside import zygote; zygote.start()
"""
"""Imports the folder `inside` as a package, without its parent, and limits `sys.path` to the libraries."""


class PrivilegeDrop(enum.Enum):
    """How the zygote gives up root."""

    NONE = "not at all: the grader is an ordinary user; or, as a last resort, the zygote is root without capabilities"
    USER = "start as nobody: all files that the zygote needs are world-readable"
    PRIVATE_ROOT = "start bubblewrap as root to mount files that only root can read, then become nobody"


@dataclass(frozen=True)
class Jail:
    """One way to start a zygote at a level.

    Attributes
    ----------
    level : str
    privilege_drop : PrivilegeDrop
    course : Libraries
        What is visible and imported besides the libraries of every course.
    """

    level: str
    privilege_drop: PrivilegeDrop
    course: Libraries = NO_LIBRARIES

    @property
    def view(self) -> libraries.VisibleFiles:
        """The files that it shows."""
        return libraries.visible_files(self.course.names)

    @property
    def has_own_root(self) -> bool:
        """Whether the zygote has its own root file system, which holds only the libraries."""
        return self.level in BUBBLEWRAP_LEVELS

    @property
    def shared_disk(self) -> bool:
        """Whether all children share one file system, which can only limit and measure their total."""
        return self.level == "outer"

    @property
    def inside(self) -> str:
        """The path at which the zygote finds its own code."""
        return INSIDE_MOUNT if self.has_own_root else libraries.INSIDE_FOLDER

    def readable(self) -> tuple[str, ...]:
        """Return the paths below which student code may read."""
        return (*self.view.readable(self.has_own_root), self.inside)

    def command(self) -> list[str]:
        """Return the command line of the zygote. Append the file descriptor of its control socket.

        Raises
        ------
        SandboxError
            A program is not installed, or the kernel's version of Landlock is too old.
        """
        if self.level == "landlock" and landlock.version() < landlock.REQUIRED:
            found = landlock.version() or "none"
            raise SandboxError(f"Landlock version {landlock.REQUIRED} is required; this kernel has {found}")
        command = _python(self.inside, self.view)
        if self.has_own_root:
            command = _bubblewrap(command, self.level, self.view)
        if self.privilege_drop is PrivilegeDrop.PRIVATE_ROOT:
            command = _through_private_root(command, self.view)
        return command

    def identity(self) -> dict[str, Any]:
        """Return the arguments of `subprocess.Popen` that set the zygote's user and group."""
        if self.privilege_drop is not PrivilegeDrop.USER:
            return {}
        return {"user": NOBODY, "group": NOBODY, "extra_groups": []}


def candidates(level: str, course: Libraries = NO_LIBRARIES) -> Iterator[Jail]:
    """Yield the jails to try for a level on this machine, best first."""
    view = libraries.visible_files(course.names)
    if os.geteuid() == 0:
        if libraries.readable_by_others((*view.shown, libraries.INSIDE_FOLDER)):
            yield Jail(level, PrivilegeDrop.USER, course)
        elif level in BUBBLEWRAP_LEVELS:
            yield Jail(level, PrivilegeDrop.PRIVATE_ROOT, course)
    yield Jail(level, PrivilegeDrop.NONE, course)


def _python(inside: str, view: libraries.VisibleFiles) -> list[str]:
    """Return the command that starts the interpreter, isolated from environment variables and site-packages."""
    return [view.interpreter, "-P", "-s", "-S", "-B", "-c", _BOOTSTRAP, ":".join((inside, *view.sys_path))]


def _bubblewrap(command: list[str], level: str, view: libraries.VisibleFiles) -> list[str]:
    """Wrap a command: no network, no view of other processes, and a read-only root that holds the libraries."""
    wrap = [_program("bwrap", "bubblewrap"), "--unshare-user", "--uid", str(NOBODY), "--gid", str(NOBODY)]
    wrap += ["--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"]
    wrap += ["--die-with-parent", "--new-session", "--cap-drop", "ALL"]
    if level == "ns":
        wrap += ["--cap-add", "CAP_SYS_ADMIN"]  # in its own user namespace, to unshare namespaces for each child
    wrap += [*_root(view), "--ro-bind", libraries.INSIDE_FOLDER, INSIDE_MOUNT, "--proc", "/proc"]
    wrap += [*_tmpfs(HOME, 4 if level == "ns" else 256), *_tmpfs(COURSE, COURSE_MB), "--remount-ro", "/"]
    wrap += ["--chdir", "/", "--clearenv"]
    for name, value in ENVIRONMENT.items():
        wrap += ["--setenv", name, value]
    return [*wrap, "--", *command]


def _through_private_root(command: list[str], view: libraries.VisibleFiles) -> list[str]:
    """Wrap a command to run as nobody, with mounts of libraries that only root can read."""
    bubblewrap, setpriv = _program("bwrap", "bubblewrap"), _program("setpriv", "util-linux")
    wrap = [bubblewrap, "--die-with-parent"]
    wrap += ["--perms", "0755", "--tmpfs", "/tmp"]  # the inner bubblewrap builds its root there
    programs = (bubblewrap, setpriv, *libraries.shared_libraries((bubblewrap, setpriv)))
    needed = (each for each in programs if each not in view.shared_objects)
    wrap += [*_root(view, libraries.INSIDE_FOLDER, *needed), "--dev-bind", "/proc", "/proc"]
    wrap += ["--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    return [*wrap, "--", setpriv, "--reuid", str(NOBODY), "--regid", str(NOBODY), "--clear-groups", *command]


def _root(view: libraries.VisibleFiles, *more: str) -> list[str]:
    """Return the bubblewrap options that mount the libraries, three devices, and more files or folders.

    There is no /dev/zero: no limit counts shared memory that is mapped from it.
    """
    mounts: list[str] = []
    folders = {str(parent) for path in (*view.shown, *more) for parent in Path(path).parents}
    for folder in sorted(folders - {"/"}):
        if not any(folder == tree or folder.startswith(f"{tree}/") for tree in view.trees):
            mounts += ["--perms", "0755", "--dir", folder]  # or bubblewrap copies the mode, which may be private
    for tree in view.trees:
        mounts += ["--ro-bind", tree, tree]
    for link, target in view.links:
        mounts += ["--symlink", target, link]
    for folder in view.hidden:
        mounts += ["--perms", "0755", "--tmpfs", folder]
    for path in (*view.shared_objects, *view.packages, *more):
        mounts += ["--ro-bind", path, path]
    for folder in view.hidden:
        mounts += ["--remount-ro", folder]
    mounts += ["--perms", "0755", "--tmpfs", "/dev"]
    for device in ("/dev/null", "/dev/random", "/dev/urandom"):
        mounts += ["--dev-bind", device, device]
    return [*mounts, "--remount-ro", "/dev"]


def _tmpfs(path: str, size_mb: int) -> list[str]:
    return ["--size", str(size_mb << 20), "--tmpfs", path]


def _program(name: str, package: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise SandboxError(f"{name} is not installed (package {package})")
    return found
