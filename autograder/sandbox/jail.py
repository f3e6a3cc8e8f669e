"""The command that starts the zygote: inside bubblewrap at the levels `ns` and `outer`, bare below them."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from autograder.errors import SandboxError
from autograder.sandbox import libraries

HOME = "/sandbox"
NOBODY = 65534

ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "MKL_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",  # a forked child with a second thread could not make its own user namespace
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONHASHSEED": "0",
}

_START = """
import sys
sys.path[:] = sys.argv.pop(1).split(":")
from inside.zygote import start
start()
"""


def python(arguments: list[str]) -> list[str]:
    """Return the interpreter's command line: no user site, no site files, no folder of the caller's on the path."""
    path = ":".join([str(libraries.INSIDE.parent), *libraries.search_path()])
    return [str(libraries.interpreter()), "-P", "-s", "-S", "-c", _START, path, *arguments]


def bubblewrap(command: list[str], level: str, disk_mb: int) -> list[str]:
    """Wrap a command: a root of its own with the libraries read-only, no network, no other process in sight."""
    program = shutil.which("bwrap")
    if program is None:
        raise SandboxError("bubblewrap (bwrap) is not installed")
    wrap = [program, "--unshare-user", "--uid", str(NOBODY), "--gid", str(NOBODY)]
    wrap += ["--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"]
    wrap += ["--die-with-parent", "--new-session", "--cap-drop", "ALL"]
    if level == "ns":
        wrap += ["--cap-add", "CAP_SYS_ADMIN"]  # in its own user namespace: to give every child namespaces
    for path in libraries.readable():
        if os.path.islink(path):
            wrap += ["--symlink", os.readlink(path), path]
        else:
            wrap += ["--ro-bind-try", path, path]
    wrap += ["--proc", "/proc", "--tmpfs", "/dev"]
    for device in ("null", "zero", "random", "urandom"):
        wrap += ["--dev-bind", f"/dev/{device}", f"/dev/{device}"]
    wrap += ["--size", str(disk_mb << 20), "--tmpfs", HOME]
    if not any(Path("/tmp") in Path(path).parents for path in libraries.readable()):
        wrap += ["--symlink", HOME, "/tmp"]
    wrap += ["--remount-ro", "/", "--chdir", "/", "--clearenv"]
    for name, value in {**ENVIRONMENT, "HOME": HOME, "MPLCONFIGDIR": HOME, "IPYTHONDIR": HOME}.items():
        wrap += ["--setenv", name, value]
    return [*wrap, "--", *command]
