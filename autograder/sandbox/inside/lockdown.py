"""The restrictions that a child applies to itself before it runs student code."""

from __future__ import annotations

import fcntl
import os
import resource
import signal
from collections.abc import Sequence
from typing import Any

from . import landlock, syscalls

MB = 1 << 20
WIRE = 3
"""Descriptor of the connection to the grader."""
DEVICES = ("/dev/urandom", "/dev/random")


def close_inherited(stream: int, null: int) -> None:
    """Keep only the child's socket, as descriptor 3, and /dev/null as the standard streams; leave the zygote's session.

    Programs write to the standard streams by habit, so none of them may be the socket.
    """
    stream, null = (fcntl.fcntl(each, fcntl.F_DUPFD, 4) for each in (stream, null))  # each of them may be one of 0 to 3
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    os.dup2(stream, WIRE)
    os.closerange(4, 1 << 16)
    os.setsid()
    syscalls.prctl(syscalls.PR_SET_PDEATHSIG, signal.SIGKILL)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    with open("/proc/self/oom_score_adj", "w") as file:  # if memory runs out, the kernel kills this process first
        file.write("1000")


def enter_namespaces(home: str, uid: int, disk_mb: int, inodes: int, read_only: str) -> None:
    """Enter new user, mount, network, IPC and UTS namespaces, with an empty home of limited size and an empty /proc.

    Parameters
    ----------
    home : str
    uid : int
    disk_mb, inodes : int
        Size of the home in MB, and how many files and folders it may hold.
    read_only : str
        A mounted folder that becomes read-only.
    """
    syscalls.unshare(syscalls.NEWUSER | syscalls.NEWNS | syscalls.NEWIPC | syscalls.NEWUTS | syscalls.NEWNET)
    for file, text in (("setgroups", "deny"), ("uid_map", f"{uid} {uid} 1"), ("gid_map", f"{uid} {uid} 1")):
        with open(f"/proc/self/{file}", "wb", buffering=0) as handle:  # unbuffered, so that an error raises here
            handle.write(text.encode())
    flags = syscalls.MS_NOSUID | syscalls.MS_NODEV | syscalls.MS_NOEXEC
    syscalls.mount_tmpfs(home, flags, f"size={disk_mb * MB},nr_inodes={inodes},mode=0700")
    syscalls.remount_read_only(read_only)
    syscalls.mount_tmpfs("/proc", flags | syscalls.MS_RDONLY, "size=4096,nr_inodes=2,mode=0555")


def memory_in_use() -> int:
    """Return the size of the address space in bytes. Needs /proc."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[0]) * resource.getpagesize()


def count_user_threads() -> int:
    """Return the number of threads that this user runs in visible processes. Needs /proc."""
    return sum(_threads(pid) for pid in os.listdir("/proc") if pid.isdigit())


def _threads(pid: str) -> int:
    try:
        return len(os.listdir(f"/proc/{pid}/task")) if os.stat(f"/proc/{pid}").st_uid == os.getuid() else 0
    except OSError:
        return 0  # the process has ended


def set_limits(limits: dict[str, Any], in_use: int, tasks: int) -> None:
    """Set hard resource limits.

    Parameters
    ----------
    limits : dict
        Fields of `Limits`.
    in_use : int
        Bytes of address space that the interpreter uses already; the memory limit is added to it. RLIMIT_AS gets twice
        the memory limit, to leave space for reserved but unused memory, such as thread stacks.
    tasks : int
        Threads that this user runs already; the limit on processes is added to it.
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
        number = getattr(resource, f"RLIMIT_{name}", 11)  # Python has no name for RLIMIT_SIGPENDING
        _, hard = resource.getrlimit(number)
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(number, (value, value))


def seal(home: str, readable: Sequence[str], program: bytes) -> None:
    """Give up capabilities and new privileges, then apply Landlock and the seccomp filter.

    Without Landlock in the kernel, or with an empty filter, that layer is missing. The self-test then reports what is
    open.

    Parameters
    ----------
    home : str
        The only folder that may be written to.
    readable : sequence of str
        Paths below which reading is allowed.
    program : bytes
        The seccomp filter as BPF code.
    """
    syscalls.drop_capabilities()
    syscalls.prctl(syscalls.PR_SET_NO_NEW_PRIVS, 1)
    syscalls.prctl(syscalls.PR_SET_DUMPABLE, 0)
    if landlock.version():
        landlock.restrict(read=[*readable, *DEVICES], write=[home, "/dev/null"])
    if program:
        syscalls.load_filter(program)
