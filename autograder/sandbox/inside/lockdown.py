"""The walls that a child puts around itself before it runs a line of a student's."""

from __future__ import annotations

import ctypes
import os
import resource
from typing import Any

from . import kernel, landlock

HOME = "/sandbox"
MB = 1 << 20


def own_namespaces(uid: int, gid: int, limits: dict[str, Any]) -> None:
    """Level ns: a user, mount, network, IPC and host-name space of the child's own, with an empty disk and no /proc."""
    kernel.unshare(kernel.NEWUSER | kernel.NEWNS | kernel.NEWIPC | kernel.NEWUTS | kernel.NEWNET)
    for file, text in (("setgroups", "deny"), ("uid_map", f"{uid} {uid} 1"), ("gid_map", f"{gid} {gid} 1")):
        with open(f"/proc/self/{file}", "wb", buffering=0) as handle:  # unbuffered: a refusal has to raise here
            handle.write(text.encode())
    flags = kernel.MS_NOSUID | kernel.MS_NODEV
    kernel.mount_tmpfs(HOME, flags, f"size={limits['disk_mb'] * MB},nr_inodes=4096,mode=0700")
    kernel.mount_tmpfs("/proc", flags | kernel.MS_RDONLY, "size=4096,nr_inodes=2,mode=0555")


def set_limits(limits: dict[str, Any]) -> None:
    """Resource limits that need no privilege. Address space is what is used now plus the memory that is allowed."""
    with open("/proc/self/statm") as file:
        used = int(file.read().split()[0]) * resource.getpagesize()
    memory = limits["memory_mb"] * MB
    for name, value in (
        ("NPROC", limits["processes"]),
        ("AS", used + memory + 256 * MB),
        ("DATA", used + memory),
        ("FSIZE", limits["disk_mb"] * MB),
        ("NOFILE", 64),
        ("CORE", 0),
        ("MEMLOCK", 0),
        ("MSGQUEUE", 0),
    ):
        resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (value, value))


def seal(home: str, readable: list[str], program: bytes) -> None:
    """Landlock, no capabilities, no new privileges, and the system-call filter, in this order."""
    os.chdir(home)
    kernel.drop_capabilities()
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    kernel.prctl(kernel.PR_SET_DUMPABLE, 0)
    landlock.restrict(read=[*readable, "/dev/urandom", "/dev/random", "/dev/zero"], write=[home, "/dev/null"])
    _load_filter(program)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def _load_filter(program: bytes) -> None:
    code = ctypes.create_string_buffer(program, len(program))
    whole = _Program(len(program) // 8, ctypes.addressof(code))
    kernel.prctl(22, 2, ctypes.addressof(whole))  # PR_SET_SECCOMP, SECCOMP_MODE_FILTER
