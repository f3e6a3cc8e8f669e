"""Escape attempts, which the self-test makes in a real child. Each returns True if it succeeds.

The self-test runs the text of this file as a cell in the sandbox; it is not imported. An attempt that returns False or
raises was blocked. `target` holds the files, sockets and processes to aim at.
"""

import ctypes
import errno
import fcntl
import functools
import mmap
import os
import posix
import socket
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long


def any_of(*actions: Callable[[], Any]) -> bool:
    """Whether one of the actions succeeds."""
    for action in actions:
        try:
            if action() is not False:
                return True
        except (OSError, ValueError, ImportError, AttributeError, MemoryError):
            continue
    return False


def call(name: str, *args: Any) -> None:
    """Call a function of the C library; raise OSError if it returns a negative number."""
    if getattr(libc, name)(*args) < 0:
        raise OSError(ctypes.get_errno(), name)


def network(target: dict[str, Any]) -> bool:
    """Reach this machine by TCP, UDP, or a named or abstract Unix socket."""

    def datagram(kind: int, address: Any) -> None:
        socket.socket(kind, socket.SOCK_DGRAM).sendto(b"x", address)

    return any_of(
        lambda: socket.create_connection(("127.0.0.1", target["port"]), 1),
        lambda: datagram(socket.AF_INET, ("127.0.0.1", target["port"])),
        lambda: datagram(socket.AF_UNIX, target["socket"]),
        lambda: datagram(socket.AF_UNIX, "\0" + target["abstract"]),
        lambda: socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)[0].sendto(b"x", target["socket"]),
        lambda: socket.socketpair()[0].sendto(b"x", target["socket"]),
    )


def read_outside(target: dict[str, Any]) -> bool:
    """Read a world-readable file, or list a world-readable folder."""
    return any_of(lambda: open(target["file"]).read(), lambda: os.listdir(target["folder"]))


def write_outside(target: dict[str, Any]) -> bool:
    """Write, change, move or remove files in a world-writable folder; open a library for writing."""
    inside = os.path.join(target["folder"], "written")
    return any_of(
        lambda: open(inside, "w").close(),
        lambda: open(target["victim"], "a").close(),
        lambda: os.truncate(target["victim"], 0),
        lambda: os.close(os.open(target["victim"], os.O_RDONLY | os.O_TRUNC)),
        lambda: os.chmod(target["victim"], 0o600),
        lambda: os.utime(target["victim"]),
        lambda: os.rename(target["victim"], inside),
        lambda: os.symlink("x", inside),
        lambda: os.remove(target["victim"]),
        lambda: open(target["library"], "a").close(),
    )


def stat_outside(target: dict[str, Any]) -> bool:
    """Find out whether a file or a process exists."""
    return any_of(lambda: os.stat(target["file"]), lambda: os.stat(f"/proc/{target['pid']}"))


def import_autograder(target: dict[str, Any]) -> bool:
    """Import the grader's package, or read its source."""

    def import_from(folder: str) -> None:
        sys.path.append(folder)
        sys.path_importer_cache.clear()
        try:
            __import__("autograder.assignments.reference")
        finally:
            sys.path.remove(folder)

    return any_of(
        lambda: __import__("autograder"),
        lambda: import_from(target["installed"]),
        lambda: open(target["source"]).read(),
    )


def environment(target: dict[str, Any]) -> bool:
    """Read an environment variable of the grader."""
    return str(target["variable"]) in os.environ


def proc(target: dict[str, Any]) -> bool:
    """List processes, or read /proc files about this or the grader's process."""
    return any_of(
        lambda: any(name.isdigit() for name in os.listdir("/proc")),
        lambda: open("/proc/self/environ").read(),
        lambda: open(f"/proc/{target['pid']}/cmdline").read(),
    )


def new_process(target: dict[str, Any]) -> bool:
    """Start a process by fork, posix_spawn or clone3."""

    def exit_child(pid: int) -> None:
        if pid == 0:
            os._exit(0)
        if pid < 0:
            raise OSError

    return any_of(
        lambda: exit_child(posix.fork()),
        lambda: posix.posix_spawn(target["program"], [target["program"], "--version"], {}),
        lambda: exit_child(libc.syscall(435, None, 0)),
    )


def exec(target: dict[str, Any]) -> bool:
    """Replace this process by another program. If that succeeds, the child dies without an answer."""
    return any_of(lambda: os.execv(target["program"], [target["program"], "--version"]))


def signal(target: dict[str, Any]) -> bool:
    """Send a signal to the grader, directly or through the kernel."""
    reading, _ = os.pipe()
    return any_of(
        lambda: os.kill(target["pid"], 0),
        lambda: os.kill(os.getppid() or target["pid"], 0),
        lambda: os.pidfd_open(target["pid"]),
        lambda: fcntl.fcntl(reading, fcntl.F_SETOWN, target["pid"]),
    )


def ptrace(target: dict[str, Any]) -> bool:
    """Trace the grader or read its memory."""
    attach = 16
    buffer = (ctypes.c_size_t * 2)(id(libc), 1)
    return any_of(
        lambda: call("ptrace", attach, target["pid"], None, None),
        lambda: call("process_vm_readv", target["pid"], buffer, 1, buffer, 1, 0),
        lambda: open(f"/proc/{target['pid']}/mem", "rb"),
    )


def mount(target: dict[str, Any]) -> bool:
    """Mount, unmount, or change the root folder."""
    return any_of(
        lambda: call("mount", b"tmpfs", b".", b"tmpfs", 0, None),
        lambda: call("umount2", b"/proc", 2),
        lambda: call("chroot", b"."),
    )


def namespaces(target: dict[str, Any]) -> bool:
    """Create a user or mount namespace."""
    user, files = 0x10000000, 0x20000
    return any_of(lambda: call("unshare", user), lambda: call("unshare", files))


def kernel_surface(target: dict[str, Any]) -> bool:
    """Reach parts of the kernel that notebooks do not need: io_uring, new mounts, pidfds, personalities."""
    io_uring_setup, fsopen, pidfd_open, clone3 = 425, 430, 434, 435

    def reached(number: int) -> bool:
        libc.syscall(number, 0, 0, 0, 0, 0, 0)
        return ctypes.get_errno() not in (errno.ENOSYS, errno.EPERM)

    calls = [functools.partial(reached, number) for number in (io_uring_setup, fsopen, pidfd_open, clone3)]
    return any_of(*calls, lambda: call("personality", 0xFFFFFFFF), lambda: call("acct", b"x"))


def memory(target: dict[str, Any]) -> bool:
    """Allocate four times the memory limit: private, shared, as a growing stack, or as a file in memory."""
    size = target["memory"] * 4
    growing = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x100
    return any_of(
        lambda: bytearray(size),
        lambda: mmap.mmap(-1, size),
        lambda: mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS),
        lambda: mmap.mmap(-1, size, flags=growing),
        lambda: os.memfd_create("x"),
    )


def threads(target: dict[str, Any]) -> bool:
    """Start more threads than the limit allows."""
    done = threading.Event()
    threading.stack_size(1 << 16)
    try:
        for _ in range(target["threads"] + 16):
            threading.Thread(target=done.wait).start()
    except RuntimeError:
        return False
    finally:
        done.set()
    return True


def disk(target: dict[str, Any]) -> bool:
    """Exceed the disk limit for longer than a check interval, in unlinked files and in named ones."""
    block = bytes(target["disk"] // 4)

    def fill(unlinked: bool) -> bool:
        files = []
        for number in range(8):
            files.append(open(f"file{number}", "wb", buffering=0))  # noqa: SIM115 - must stay open
            if unlinked:
                os.unlink(f"file{number}")
            files[-1].write(block)
        time.sleep(1)
        return sum(os.fstat(file.fileno()).st_size for file in files) > int(target["disk"])

    return any_of(lambda: fill(True), lambda: fill(False))
