"""System calls that Python has no function for."""

from __future__ import annotations

import ctypes
import os
from typing import Any

_libc = ctypes.CDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long

NEWNS, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET = 0x20000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC = 1, 2, 4, 8
_MS_REMOUNT, _MS_BIND = 32, 4096
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP, PR_CAPBSET_DROP = 1, 4, 22, 24
PR_SET_NO_NEW_PRIVS, PR_CAP_AMBIENT = 38, 47
_SECCOMP_MODE_FILTER, _PR_CAP_AMBIENT_CLEAR_ALL = 2, 4
_LINUX_CAPABILITY_VERSION_3 = 0x20080522


def _checked(result: int, what: str) -> int:
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{what}: {os.strerror(code)}")
    return result


def unshare(flags: int) -> None:
    """Move this process, or its next children, to new namespaces."""
    _checked(_libc.unshare(ctypes.c_int(flags)), "unshare")


def setns(descriptor: int, kind: int) -> None:
    """Enter the namespace that an open file of /proc/PID/ns refers to."""
    _checked(_libc.setns(ctypes.c_int(descriptor), ctypes.c_int(kind)), "setns")


def mount_tmpfs(target: str, flags: int, options: str) -> None:
    """Mount a file system in memory."""
    result = _libc.mount(b"tmpfs", target.encode(), b"tmpfs", ctypes.c_ulong(flags), options.encode())
    _checked(result, f"mount {target}")


def remount_read_only(target: str) -> None:
    """Make a mounted folder read-only in this mount namespace."""
    flags = _MS_REMOUNT | _MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV
    _checked(_libc.mount(None, target.encode(), None, ctypes.c_ulong(flags), None), f"remount {target}")


def madvise(address: int, size: int, advice: int) -> None:
    """Tell the kernel how a range of memory will be used."""
    result = _libc.madvise(ctypes.c_void_p(address), ctypes.c_size_t(size), ctypes.c_int(advice))
    _checked(result, f"madvise {advice}")


def prctl(option: int, *args: int) -> int:
    """Set an attribute of this process."""
    values = [ctypes.c_ulong(value) for value in (*args, 0, 0, 0, 0)[:4]]
    return _checked(_libc.prctl(ctypes.c_int(option), *values), f"prctl {option}")


def syscall(number: int, *args: Any) -> int:
    """Make a system call by number."""
    return _checked(int(_libc.syscall(ctypes.c_long(number), *args)), f"syscall {number}")


def drop_capabilities() -> None:
    """Give up all capabilities permanently."""
    for capability in range(64):
        if _libc.prctl(PR_CAPBSET_DROP, ctypes.c_ulong(capability), 0, 0, 0) < 0:
            break  # past the last capability of this kernel, or not permitted
    _libc.prctl(PR_CAP_AMBIENT, ctypes.c_ulong(_PR_CAP_AMBIENT_CLEAR_ALL), 0, 0, 0)
    header = (ctypes.c_uint32 * 2)(_LINUX_CAPABILITY_VERSION_3, 0)
    _checked(_libc.capset(header, (ctypes.c_uint32 * 6)()), "capset")


class _SockFprog(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p))


def load_filter(program: bytes) -> None:
    """Load a seccomp filter, given as BPF code, for this process and its future threads and programs."""
    code = ctypes.create_string_buffer(program, len(program))
    filter_program = _SockFprog(len(program) // 8, ctypes.addressof(code))
    prctl(PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.addressof(filter_program))
