"""The warm fork server: libraries are imported once, and every child is a fork of it.

It holds libraries and what was handed out: never a reference, a hidden check or a submission. It talks
on the control socket whose descriptor is its first argument; a request to fork carries the child's own socket.
"""

from __future__ import annotations

import gc
import os
import select
import signal
import socket
import sys
from typing import Any

import msgpack

from . import font_cache, frames, home_folders, huge_pages, lockdown, shell, syscalls, worker
from .errors import LOCKDOWN_FAILED

OWN, WITHOUT_BUBBLEWRAP = "ns", ("landlock", "none")


def start() -> None:
    """Begin with the control socket whose descriptor the command line gives; the settings are its first message."""
    control = socket.socket(fileno=int(sys.argv[1]))
    settings = msgpack.unpackb(control.recv(frames.MAX_CONTROL))
    folder = home_folders.make() if settings["level"] in WITHOUT_BUBBLEWRAP else ""
    settled = font_cache.settle(folder or settings["home"], settings["fonts"])
    from .warmup import get_ready, warm_up  # all that notebooks use comes with it, and matplotlib looks for its fonts

    warm = shell.make_shell()
    get_ready()
    if settings["warm"]:
        warm_up(warm)
        gc.collect()  # it was off until now: of what is imported nothing is garbage
    gc.freeze()
    gc.enable()
    if settings["warm"]:
        huge_pages.use_huge_pages()
    found = b"" if settled else font_cache.made(folder or settings["home"])
    control.send(msgpack.packb({"ready": True, "scratch": folder, "fonts": found}))
    try:
        _Server(control, settings, folder, warm).run()
    finally:
        if folder:
            home_folders.remove(folder)
    os._exit(0)  # nothing is left to do, and to take an interpreter with all libraries down takes long


class _Server:
    def __init__(self, control: socket.socket, settings: dict[str, Any], folder: str, warm: shell.Shell) -> None:
        self.control, self.settings, self.shell = control, settings, warm
        self.level, self.pid = settings["level"], os.getpid()
        self.base = folder or settings["home"]
        self.own_pids = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC) if self.level == OWN else -1
        self.null = os.open("/dev/null", os.O_RDWR | os.O_CLOEXEC)
        self.children: dict[int, tuple[int, int]] = {}
        """By the descriptor that tells of its end: a child's process id and its number."""
        self.poll = select.poll()
        self.poll.register(control, select.POLLIN)

    def run(self) -> None:
        """Serve until the grader is gone, then leave nothing behind."""
        while True:
            for descriptor, _ in self.poll.poll():
                if descriptor != self.control.fileno():
                    self._reap(descriptor)
                elif not self._obey():
                    for pid, _number in self.children.values():
                        os.kill(pid, signal.SIGKILL)
                        os.waitpid(pid, 0)
                    return

    def _obey(self) -> bool:
        data, descriptors, _, _ = socket.recv_fds(self.control, frames.MAX_CONTROL, 1)
        if not data:
            return False
        request = msgpack.unpackb(data)
        match request:
            case {"fork": number, "limits": limits}:
                self._fork(number, limits, descriptors[0])
                os.close(descriptors[0])
            case {"precompile": cell}:
                self.shell.precompile(cell)
                gc.freeze()  # or every child would copy what it only looks at
            case {"kill": number}:
                for descriptor, (_, each) in self.children.items():
                    if each == number:
                        signal.pidfd_send_signal(descriptor, signal.SIGKILL)
            case {"usage": number}:
                pids = [pid for pid, each in self.children.values() if each == number]
                seconds = syscalls.cpu_seconds_of(pids[0]) if pids else 0.0
                disk = self._disk(number)
                self._say({"usage": number, "cpu_seconds": seconds, "disk_bytes": disk})
        return True

    def _say(self, event: dict[str, Any]) -> None:
        try:
            self.control.send(msgpack.packb(event))
        except OSError:
            return  # the grader is gone; the next poll tells

    def _fork(self, number: int, limits: dict[str, Any], descriptor: int) -> None:
        if self.level == OWN:
            syscalls.unshare(syscalls.NEWPID)  # for the next child; we stay where we are
        pid = os.fork()
        if pid == 0:
            self._child(number, limits, descriptor)
        if self.level == OWN:
            syscalls.setns(self.own_pids, syscalls.NEWPID)
        watched = os.pidfd_open(pid)
        self.children[watched] = (pid, number)
        self.poll.register(watched, select.POLLIN)

    def _reap(self, descriptor: int) -> None:
        pid, number = self.children.pop(descriptor)
        self.poll.unregister(descriptor)
        os.close(descriptor)
        _, status = os.waitpid(pid, 0)
        if self.level != OWN:
            home_folders.remove(self._home(number))
        self._say({"ended": number, "status": os.waitstatus_to_exitcode(status)})

    def _disk(self, number: int) -> int:
        """Return what a child's files take where no file system of its own bounds it."""
        if self.level == OWN:
            return 0
        if self.level in WITHOUT_BUBBLEWRAP:
            return home_folders.disk_usage(self._home(number))
        return home_folders.file_system_usage(self.base)  # of the zygote alone, and one child runs at a time

    def _home(self, number: int) -> str:
        return self.base if self.level == OWN else os.path.join(self.base, str(number))

    def _child(self, number: int, limits: dict[str, Any], descriptor: int) -> None:
        """Lock down, serve, and end: this never returns to the zygote's loop."""
        status = LOCKDOWN_FAILED
        try:
            lockdown.detach(descriptor, self.null)
            if self.level != OWN and os.getppid() != self.pid:
                return  # the zygote died before this child could be told to die with it
            stream = socket.socket(fileno=3)
            self._lock_down(self._home(number), limits)
            status = 1
            worker.serve(stream, self.shell)
            status = 0
        finally:
            os._exit(status)  # nothing that the student left for the end is run

    def _lock_down(self, home: str, limits: dict[str, Any]) -> None:
        in_use = lockdown.memory_in_use()
        if self.level == OWN:
            lockdown.enter_namespaces(home, self.settings["uid"], limits["disk_mb"])
            tasks = 0
        else:
            tasks = lockdown.count_user_threads()
            os.mkdir(home, 0o700)
        os.chdir(home)
        os.environ.update(HOME=home, TMPDIR=home, MPLCONFIGDIR=home, IPYTHONDIR=home)
        sys.path.append(home)  # for modules that the notebook itself writes; last, so that none hides a library
        lockdown.set_limits(limits, in_use, tasks)
        lockdown.seal(home, self.settings["readable"], self.settings["filter"])
