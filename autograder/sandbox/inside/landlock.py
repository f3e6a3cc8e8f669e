"""Landlock: limit this process to the files below given paths."""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Iterable

from . import syscalls

REQUIRED = 3
"""The first version that can deny truncating files (Linux 6.2)."""
_CREATE, _ADD_RULE, _RESTRICT = 444, 445, 446  # the same numbers on every architecture
_VERSION, _PATH_BENEATH = 1, 1
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_MAKE_CHAR, _MAKE_SOCK, _MAKE_FIFO, _MAKE_BLOCK = 1 << 6, 1 << 9, 1 << 10, 1 << 11
_TRUNCATE, _IOCTL_DEV = 1 << 14, 1 << 15
_FILE_RIGHTS = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEV
_NO_TCP, _NO_ABSTRACT_SOCKETS_NOR_SIGNALS = 0b11, 0b11


def version() -> int:
    """Return the kernel's version of Landlock; 0 if it has none."""
    try:
        return syscalls.syscall(_CREATE, None, ctypes.c_size_t(0), ctypes.c_uint32(_VERSION))
    except OSError:
        return 0


def restrict(read: Iterable[str], write: Iterable[str]) -> None:
    """Allow reading below `read`, and reading and writing below `write`; deny access to all other files.

    Version 4 and later also deny TCP; version 6 and later deny abstract sockets of, and signals to, processes outside.

    Parameters
    ----------
    read, write : iterable of str
        Paths. Those that do not exist are skipped. Special files, devices and execution are denied even below `write`.
    """
    abi = version()
    rights = (1 << (13 if abi == 1 else 14 if abi == 2 else 15 if abi < 5 else 16)) - 1
    attributes = struct.pack("=QQQ", rights, _NO_TCP, _NO_ABSTRACT_SOCKETS_NOR_SIGNALS)
    size = 8 if abi < 4 else 16 if abi < 6 else 24
    ruleset = syscalls.syscall(_CREATE, attributes, ctypes.c_size_t(size), ctypes.c_uint32(0))
    special = _EXECUTE | _MAKE_CHAR | _MAKE_SOCK | _MAKE_FIFO | _MAKE_BLOCK | _IOCTL_DEV
    for paths, allowed in ((read, _READ_FILE | _READ_DIR), (write, rights & ~special)):
        for path in paths:
            _allow(ruleset, path, allowed & rights)
    syscalls.syscall(_RESTRICT, ctypes.c_int(ruleset), ctypes.c_uint32(0))
    os.close(ruleset)


def _allow(ruleset: int, path: str, allowed: int) -> None:
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    if not os.path.isdir(path):
        allowed &= _FILE_RIGHTS
    rule = struct.pack("=Qi", allowed, descriptor)
    syscalls.syscall(_ADD_RULE, ctypes.c_int(ruleset), ctypes.c_int(_PATH_BENEATH), rule, ctypes.c_uint32(0))
    os.close(descriptor)
