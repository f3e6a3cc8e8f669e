"""The system calls that a student's code may make: an allow-list, compiled by libseccomp for this architecture."""

from __future__ import annotations

import errno
import tempfile

import pyseccomp

from autograder.errors import SandboxError

ALLOWED = """
read write open close stat fstat lstat poll lseek mprotect munmap brk rt_sigaction rt_sigprocmask rt_sigreturn
pread64 pwrite64 readv writev access pipe select sched_yield mremap madvise dup dup2 nanosleep getitimer setitimer alarm
getpid sendto recvfrom sendmsg recvmsg exit wait4 uname fcntl flock fsync fdatasync truncate ftruncate getdents
getdents64 getcwd chdir fchdir rename mkdir rmdir unlink readlink umask gettimeofday getrlimit getrusage sysinfo times
getuid getgid geteuid getegid getppid getpgrp getgroups getresuid getresgid getpgid getsid rt_sigpending rt_sigtimedwait
rt_sigsuspend sigaltstack arch_prctl gettid time futex sched_getaffinity set_tid_address restart_syscall fadvise64
clock_gettime clock_getres clock_nanosleep exit_group epoll_wait epoll_ctl openat mkdirat newfstatat fstatat64 unlinkat
renameat readlinkat faccessat pselect6 ppoll set_robust_list get_robust_list epoll_pwait timerfd_create fallocate
timerfd_settime timerfd_gettime eventfd2 epoll_create1 dup3 pipe2 getcpu renameat2 getrandom statx rseq close_range
faccessat2 membarrier
""".split()
TERMINAL = (0x5401, 0x541B, 0x5421, 0x5450, 0x5451)
"""ioctl requests: is it a terminal, how much can be read, blocking or not, close on exec or not."""
CLONE_THREAD = 0x10000
CLONE_NAMESPACES = 0x7E020000 | 0x80
MAP_SHARED, MAP_ANONYMOUS = 0x01, 0x20
PR_SET_NAME, PR_GET_NAME, PR_SET_VMA = 15, 16, 0x53564D41


def student_filter() -> bytes:
    """Return the filter as BPF code.

    No processes at any level, only threads; no signals to anybody; no sockets; no shared anonymous memory, which memory
    limits do not see.

    Raises
    ------
    SandboxError
        libseccomp is missing or does not know this machine.
    """
    try:
        rules = pyseccomp.SyscallFilter(pyseccomp.ERRNO(errno.EPERM))
        for name in ALLOWED:
            _allow(rules, name)
        arg = pyseccomp.Arg
        rules.add_rule(
            pyseccomp.ALLOW, "clone", arg(0, pyseccomp.MASKED_EQ, CLONE_THREAD | CLONE_NAMESPACES, CLONE_THREAD)
        )
        rules.add_rule(pyseccomp.ERRNO(errno.ENOSYS), "clone3")  # glibc then uses clone, whose flags a filter can read
        for kept in (0, MAP_SHARED, MAP_ANONYMOUS):
            rules.add_rule(pyseccomp.ALLOW, "mmap", arg(3, pyseccomp.MASKED_EQ, MAP_SHARED | MAP_ANONYMOUS, kept))
        for request in TERMINAL:
            rules.add_rule(pyseccomp.ALLOW, "ioctl", arg(1, pyseccomp.EQ, request))
        rules.add_rule(pyseccomp.ALLOW, "prlimit64", arg(0, pyseccomp.EQ, 0))
        for option in (PR_SET_NAME, PR_GET_NAME, PR_SET_VMA):
            rules.add_rule(pyseccomp.ALLOW, "prctl", arg(0, pyseccomp.EQ, option))
        with tempfile.TemporaryFile() as file:
            rules.export_bpf(file)
            file.seek(0)
            return file.read()
    except Exception as error:
        raise SandboxError(f"the system-call filter cannot be built ({error}); install libseccomp2") from error


def _allow(rules: pyseccomp.SyscallFilter, name: str) -> None:
    try:
        rules.add_rule(pyseccomp.ALLOW, name)
    except (OSError, ValueError):
        return  # this architecture has no call of that name, and so nobody can make it
