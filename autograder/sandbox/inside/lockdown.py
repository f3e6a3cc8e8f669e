"""The walls that a child puts around itself before it runs a line of a student's."""

from __future__ import annotations

import os
import resource
import signal
from collections.abc import Sequence
from typing import Any

from . import landlock, syscalls

MB = 1 << 20
DEVICES = ("/dev/urandom", "/dev/random")


def detach(stream: int, null: int) -> None:
    """Keep the child's own socket, as descriptor 3, and nothing else that the zygote has open."""
    os.dup2(stream, 3)  # before 0, 1 and 2 are replaced: nothing else may be lost by the way
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    os.closerange(4, 1 << 16)
    os.setsid()
    syscalls.prctl(syscalls.PR_SET_PDEATHSIG, signal.SIGKILL)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    with open("/proc/self/oom_score_adj", "w") as file:  # if memory runs out, this is what the kernel ends first
        file.write("1000")


def enter_namespaces(home: str, uid: int, disk_mb: int) -> None:
    """Make a user, mount, network, IPC and host-name space of the child's own, an empty disk, and an empty /proc."""
    syscalls.unshare(syscalls.NEWUSER | syscalls.NEWNS | syscalls.NEWIPC | syscalls.NEWUTS | syscalls.NEWNET)
    for file, text in (("setgroups", "deny"), ("uid_map", f"{uid} {uid} 1"), ("gid_map", f"{uid} {uid} 1")):
        with open(f"/proc/self/{file}", "wb", buffering=0) as handle:  # unbuffered: a refusal has to raise here
            handle.write(text.encode())
    flags = syscalls.MS_NOSUID | syscalls.MS_NODEV | syscalls.MS_NOEXEC
    syscalls.mount_tmpfs(home, flags, f"size={disk_mb * MB},nr_inodes=4096,mode=0700")
    syscalls.mount_tmpfs("/proc", flags | syscalls.MS_RDONLY, "size=4096,nr_inodes=2,mode=0555")


def memory_in_use() -> int:
    """Return the size of the address space in bytes; needs /proc."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[0]) * resource.getpagesize()


def count_user_threads() -> int:
    """Return how many threads this user runs already, as far as can be seen; needs /proc."""
    return sum(_threads(pid) for pid in os.listdir("/proc") if pid.isdigit())


def _threads(pid: str) -> int:
    try:
        return len(os.listdir(f"/proc/{pid}/task")) if os.stat(f"/proc/{pid}").st_uid == os.getuid() else 0
    except OSError:
        return 0  # it has ended meanwhile


def set_limits(limits: dict[str, Any], in_use: int, tasks: int) -> None:
    """Set the resource limits that need no privilege, hard ones.

    Memory is counted on top of what the warm interpreter uses. The address space gets twice as much, for what is only
    reserved: thread stacks, arenas.
    """
    memory = limits["memory_mb"] * MB
    for name, value in (
        ("NPROC", tasks + limits["processes"]),
        ("DATA", in_use + memory),
        ("AS", in_use + 2 * memory),
        ("FSIZE", limits["disk_mb"] * MB),
        ("NOFILE", 64),
        ("CORE", 0),
        ("MEMLOCK", 0),
        ("MSGQUEUE", 0),
        ("SIGPENDING", 128),
    ):
        number = getattr(resource, f"RLIMIT_{name}", 11)  # SIGPENDING has a number, but no name in Python
        _, hard = resource.getrlimit(number)
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(number, (value, value))


def seal(home: str, readable: Sequence[str], program: bytes) -> None:
    """Give up capabilities and new privileges, then Landlock, then the system-call filter.

    Where the kernel has no Landlock that layer is missing, and where the filter could not be built so is that one; the
    self-test sees what is open then.
    """
    syscalls.drop_capabilities()
    syscalls.prctl(syscalls.PR_SET_NO_NEW_PRIVS, 1)
    syscalls.prctl(syscalls.PR_SET_DUMPABLE, 0)
    if landlock.version():
        landlock.restrict(read=[*readable, *DEVICES], write=[home, "/dev/null"])
    if program:
        syscalls.load_filter(program)
