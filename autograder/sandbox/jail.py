"""The command that starts the zygote: inside bubblewrap at the levels `ns` and `outer`, bare below them.

Nothing of a student's is ever to run as root. How root is left behind depends on the machine: see `PrivilegeDrop`.
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
from autograder.sandbox import libraries
from autograder.sandbox.inside import landlock

LEVELS = ("ns", "outer", "landlock")
"""From the strongest down."""
NONE = "none"
HOME = "/sandbox"
INSIDE_MOUNT = "/inside"
"""Where a root of its own shows our folder: not in its place, or an empty `autograder` could be imported around it."""
NOBODY = 65534
BUBBLEWRAP_LEVELS = ("ns", "outer")

ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "HOME": HOME,
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "MALLOC_ARENA_MAX": "2",
    "MKL_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",  # a child with a second thread could not make its own user namespace
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
"""Makes the folder `inside` a package without what lies beside it, and searches nowhere but in the libraries."""


class PrivilegeDrop(enum.Enum):
    """How the zygote comes to run without root's identity."""

    NONE = "we are an ordinary user, or have no way down: then it is root without capabilities, in a user namespace"
    USER = "as nobody from the start: every file that it needs can be read by all"
    PRIVATE_ROOT = "as nobody behind a first bubblewrap that shows it root's private interpreter"


@dataclass(frozen=True)
class Jail:
    """One way to start a zygote at a level."""

    level: str
    descent: PrivilegeDrop

    @property
    def has_own_root(self) -> bool:
        """Whether there is a root file system of its own, with nothing in it but the libraries."""
        return self.level in BUBBLEWRAP_LEVELS

    @property
    def shared_disk(self) -> bool:
        """Whether all children's files lie on one file system, which bounds and tells only what they take together."""
        return self.level == "outer"

    @property
    def inside(self) -> str:
        """The path at which the zygote finds its own code."""
        return INSIDE_MOUNT if self.has_own_root else libraries.INSIDE_FOLDER

    def readable(self) -> tuple[str, ...]:
        """Return the paths below which a student's code may read."""
        return (*libraries.visible_files().readable(self.has_own_root), self.inside)

    def command(self) -> list[str]:
        """Return the command line of a zygote; the descriptor of its control socket is to follow.

        Raises
        ------
        SandboxError
            What it takes is not there.
        """
        if self.level == "landlock" and landlock.version() < landlock.REQUIRED:
            raise SandboxError(f"the kernel has version {landlock.version()} of Landlock, not {landlock.REQUIRED}")
        command = _python(self.inside)
        if self.has_own_root:
            command = _bubblewrap(command, self.level)
        if self.descent is PrivilegeDrop.PRIVATE_ROOT:
            command = _through_private_root(command)
        return command

    def identity(self) -> dict[str, Any]:
        """Return the arguments of `subprocess.Popen` that change who we are."""
        return {"user": NOBODY, "group": NOBODY, "extra_groups": []} if self.descent is PrivilegeDrop.USER else {}


def candidates(level: str) -> Iterator[Jail]:
    """Give the ways to start a level on this machine, the best first."""
    view = libraries.visible_files()
    if os.geteuid() == 0:
        if libraries.readable_by_others((*view.shown, libraries.INSIDE_FOLDER)):
            yield Jail(level, PrivilegeDrop.USER)
        elif level in BUBBLEWRAP_LEVELS:
            yield Jail(level, PrivilegeDrop.PRIVATE_ROOT)
    yield Jail(level, PrivilegeDrop.NONE)


def _python(inside: str) -> list[str]:
    """Return the start of the interpreter: nothing but the libraries to import from, not even by an environment."""
    view = libraries.visible_files()
    return [view.interpreter, "-P", "-s", "-S", "-B", "-c", _BOOTSTRAP, ":".join((inside, *view.sys_path))]


def _bubblewrap(command: list[str], level: str) -> list[str]:
    """Wrap a command: no network, no other process in sight, and a root that holds the libraries, read-only."""
    wrap = [_program("bwrap", "bubblewrap"), "--unshare-user", "--uid", str(NOBODY), "--gid", str(NOBODY)]
    wrap += ["--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"]
    wrap += ["--die-with-parent", "--new-session", "--cap-drop", "ALL"]
    if level == "ns":
        wrap += ["--cap-add", "CAP_SYS_ADMIN"]  # of its own user namespace: to give each child namespaces of its own
    wrap += [*_root(), "--ro-bind", libraries.INSIDE_FOLDER, INSIDE_MOUNT, "--proc", "/proc"]
    wrap += [*_tmpfs(HOME, 4 if level == "ns" else 256), "--remount-ro", "/"]
    wrap += ["--chdir", "/", "--clearenv"]
    for name, value in ENVIRONMENT.items():
        wrap += ["--setenv", name, value]
    return [*wrap, "--", *command]


def _through_private_root(command: list[str]) -> list[str]:
    """Become nobody where nobody can read the libraries: root shows them in a root of its own, and steps down."""
    bubblewrap, setpriv = _program("bwrap", "bubblewrap"), _program("setpriv", "util-linux")
    wrap = [
        bubblewrap,
        "--die-with-parent",
        "--perms",
        "0755",
        "--tmpfs",
        "/tmp",
    ]  # the second one builds its root there
    wrap += [*_root(libraries.INSIDE_FOLDER, bubblewrap, setpriv), "--dev-bind", "/proc", "/proc"]
    wrap += ["--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    return [*wrap, "--", setpriv, "--reuid", str(NOBODY), "--regid", str(NOBODY), "--clear-groups", *command]


def _root(*more: str) -> list[str]:
    """Return the mounts of the libraries, of three harmless devices, and of more files or folders.

    Not of /dev/zero: memory that is mapped from it and shared is not counted by any limit.
    """
    view = libraries.visible_files()
    mounts: list[str] = []
    folders = {str(parent) for path in (*view.shown, *more) for parent in Path(path).parents}
    for folder in sorted(folders - {"/"}):
        if not any(folder == tree or folder.startswith(f"{tree}/") for tree in view.trees):
            mounts += ["--perms", "0755", "--dir", folder]  # bubblewrap would make them as private as they are outside
    for tree in view.trees:
        mounts += ["--ro-bind", tree, tree]
    for link, target in view.links:
        mounts += ["--symlink", target, link]
    for folder in view.hidden:
        mounts += ["--perms", "0755", "--tmpfs", folder]
    for path in (*view.packages, *more):
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
