"""The seccomp filter: an allow-list of system calls for student code, compiled by libseccomp."""

from __future__ import annotations

import errno
import tempfile
from functools import cache
from typing import Any

from autograder.model.errors import SandboxError

ALLOWED = """
read write readv writev pread64 pwrite64 lseek close close_range dup dup2 dup3 pipe pipe2 poll ppoll select pselect6
epoll_create1 epoll_ctl epoll_wait epoll_pwait eventfd2 sendto recvfrom sendmsg recvmsg shutdown
open openat stat fstat lstat newfstatat fstatat64 statx access faccessat faccessat2 readlink readlinkat getdents
getdents64 getcwd chdir fchdir mkdir mkdirat rmdir unlink unlinkat rename renameat renameat2 ftruncate
fsync fdatasync umask
mprotect munmap mremap msync brk membarrier
rt_sigaction rt_sigprocmask rt_sigreturn rt_sigpending rt_sigtimedwait rt_sigsuspend sigaltstack
getitimer setitimer alarm nanosleep clock_nanosleep clock_gettime clock_getres gettimeofday time times
futex set_robust_list get_robust_list set_tid_address rseq restart_syscall sched_yield sched_getaffinity getcpu
getpid getppid gettid getpgrp getpgid getsid getuid geteuid getgid getegid getresuid getresgid getgroups
uname sysinfo getrlimit getrusage getrandom wait4 exit exit_group
""".split()
"""System calls that are allowed with any arguments. Not allowed: sockets, processes, signals to others, changing the
owner, mode or times of files (Landlock does not cover those), mounts, namespaces, tracing, keys, io_uring, bpf;
and what would signal to another child that reads the same file: flock, advice about the page cache."""

_CLONE_THREAD, _CLONE_VFORK, _CLONE_NAMESPACES = 0x10000, 0x4000, 0x7E020080
_MAP_SHARED, _MAP_ANONYMOUS, _MAP_GROWSDOWN = 0x01, 0x20, 0x100
_TERMINAL = (0x5401, 0x541B, 0x5421, 0x5450, 0x5451)  # TCGETS, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX
_DESCRIPTORS = (0, 1, 2, 3, 4, 6, 7, 1030)
"""Duplicate, flags, locks; not F_SETOWN, which can send signals, nor F_GETLK, which sees other children's locks."""
_ADVICE = (0, 1, 2, 3, 4, 8, 10, 11, 14, 15, 16, 17, 18, 19)
"""About a process's own memory; not MADV_MERGEABLE, _COLD and _PAGEOUT, which other children can time."""
_THREAD_NAMES = (15, 16, 0x53564D41)  # PR_SET_NAME, PR_GET_NAME, PR_SET_VMA
_AF_UNIX, _SOCK_STREAM, _SOCK_TYPE = 1, 1, 0xF
ARM64 = 0xC00000B7


@cache
def student_filter(architecture: int | None = None) -> bytes:
    """Return the filter as BPF code.

    It allows threads but no processes. It denies shared anonymous memory and growing stacks, which the memory limits do
    not count. Denied calls fail with ENOSYS, as on an older kernel, so that libraries fall back.

    Parameters
    ----------
    architecture : int, optional
        libseccomp's token of the architecture; by default, this machine's.

    Raises
    ------
    SandboxError
        libseccomp is missing or does not know the architecture.
    """
    try:
        return _compiled(architecture)
    except (ImportError, RuntimeError, OSError) as error:
        raise SandboxError(f"cannot build the seccomp filter ({error}): install libseccomp2") from error


def _compiled(architecture: int | None) -> bytes:
    import pyseccomp as libseccomp

    rules = libseccomp.SyscallFilter(libseccomp.ERRNO(errno.ENOSYS))
    if architecture is not None:
        rules.remove_arch(libseccomp.system_arch())
        rules.add_arch(architecture)
    rules.set_attr(libseccomp.Attr.ACT_BADARCH, libseccomp.KILL_PROCESS)
    for name in ALLOWED:
        _add(rules, libseccomp.ALLOW, name)

    def allow(name: str, *tests: Any) -> None:
        _add(rules, libseccomp.ALLOW, name, *tests)

    def masked(position: int, mask: int, value: int) -> Any:
        return libseccomp.Arg(position, libseccomp.MASKED_EQ, mask, value)

    def equal(position: int, value: int) -> Any:
        return libseccomp.Arg(position, libseccomp.EQ, value)

    # clone3 is denied, because a filter cannot read its arguments; vfork, because it waits as if for a disk.
    allow("clone", masked(0, _CLONE_THREAD | _CLONE_VFORK | _CLONE_NAMESPACES, _CLONE_THREAD))
    memory = _MAP_SHARED | _MAP_ANONYMOUS | _MAP_GROWSDOWN
    for kept in (0, _MAP_SHARED, _MAP_ANONYMOUS):
        allow("mmap", masked(3, memory, kept))
    for request in _TERMINAL:
        allow("ioctl", equal(1, request))
    for command in _DESCRIPTORS:
        allow("fcntl", equal(1, command))
    for advice in _ADVICE:
        allow("madvise", equal(2, advice))
    for option in _THREAD_NAMES:
        allow("prctl", equal(0, option))
    allow("prlimit64", equal(0, 0))
    # asyncio wakes its event loop through a socket pair. Streams only: a datagram socket can send to any named socket.
    allow("socketpair", equal(0, _AF_UNIX), masked(1, _SOCK_TYPE, _SOCK_STREAM))
    with tempfile.TemporaryFile() as file:
        rules.export_bpf(file)
        file.seek(0)
        return file.read()


def _add(rules: Any, action: int, name: str, *tests: Any) -> None:
    try:
        rules.add_rule(action, name, *tests)
    except (OSError, ValueError):
        return  # this architecture has no such call
