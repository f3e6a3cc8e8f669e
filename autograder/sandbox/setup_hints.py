"""What each level protects from, and how to enable it where it is missing."""

from __future__ import annotations

import shutil
from pathlib import Path

from autograder.sandbox.inside import landlock

PROTECTION = {
    "ns": "every child has its own disk, processes, network and user: it cannot even see that others exist",
    "outer": "students' code sees a root with nothing but libraries, and no network: what is not there cannot be read",
    "landlock": "the kernel refuses every file, socket, process and signal outside; names of files can still be seen",
}


def advice(level: str) -> tuple[str, ...]:
    """Return what would help to reach a level on this machine, as far as that can be seen."""
    return tuple(_landlock() if level == "landlock" else _namespaces())


def _namespaces() -> list[str]:
    found = []
    if shutil.which("bwrap") is None:
        found.append("sudo apt install bubblewrap")
    if _setting("kernel/unprivileged_userns_clone") == "0":  # Debian before 11, hardened kernels
        found.append("sudo sysctl -w kernel.unprivileged_userns_clone=1")
    if _setting("user/max_user_namespaces") == "0":
        found.append("sudo sysctl -w user.max_user_namespaces=10000")
    if _setting("kernel/apparmor_restrict_unprivileged_userns") == "1":  # Ubuntu from 23.10, GitHub's runners
        found.append("sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0")
    if Path("/.dockerenv").exists() or Path("/run/.containerenv").exists():
        found.append("start the container with --security-opt seccomp=unconfined --security-opt apparmor=unconfined")
        found.append("and with --security-opt systempaths=unconfined (Docker) or --security-opt unmask=ALL (Podman)")
    return found


def _landlock() -> list[str]:
    version = landlock.version()
    if version == 0:
        return ["boot a kernel with Landlock: Linux 6.2 or later, with landlock in its parameter lsm="]
    return ["use Linux 6.2 or later"] if version < landlock.REQUIRED else []


def _setting(name: str) -> str:
    try:
        return Path("/proc/sys", name).read_text().strip()
    except OSError:
        return ""
