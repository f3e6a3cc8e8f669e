"""What each sandbox level protects against, and how to enable it on this machine."""

from __future__ import annotations

import shutil
from pathlib import Path

from autograder.sandbox.inside import landlock

PROTECTION = {
    "ns": "each child has its own disk, and its own process, network and user namespaces: it cannot see other children",
    "outer": "student code has no network, and sees a root file system that holds only libraries",
    "landlock": "the kernel denies access to files, sockets, processes and signals outside; file names remain visible",
}


def hints(level: str) -> tuple[str, ...]:
    """Return commands and settings that may enable a level; empty if no cause was found."""
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
        found.append(
            "also start it with --security-opt systempaths=unconfined (Docker) or --security-opt unmask=ALL (Podman)"
        )
    return found


def _landlock() -> list[str]:
    version = landlock.version()
    if version == 0:
        return ["boot Linux 6.2 or later with `landlock` in the kernel parameter lsm="]
    return ["upgrade to Linux 6.2 or later"] if version < landlock.REQUIRED else []


def _setting(name: str) -> str:
    try:
        return Path("/proc/sys", name).read_text().strip()
    except OSError:
        return ""
