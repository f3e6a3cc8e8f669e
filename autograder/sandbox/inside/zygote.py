"""The zygote: it imports the libraries once, and every child is a fork of it.

It holds libraries and released cells, never a reference, a hidden check or a submission. It talks to the grader on the
control socket whose descriptor is its first argument. A request to fork carries the child's socket.
"""

from __future__ import annotations

import gc
import os
import select
import signal
import socket
import sys
import tempfile
from typing import Any, NoReturn

import msgpack

from . import (
    course_files,
    encoding,
    font_cache,
    frames,
    home_folders,
    huge_pages,
    lockdown,
    preload,
    shell,
    syscalls,
    usage,
    visible_modules,
    worker,
)
from .errors import LOCKDOWN_FAILED

NAMESPACES, WITHOUT_BUBBLEWRAP = "ns", ("landlock", "none")
CLONE = 0
"""Stands for the number of a child that is a clone of the zygote; the grader counts from 1."""
_INODES = 4096
"""How many files and folders a child may have in its own file system."""


def start() -> None:
    """Run the zygote. The first message on the control socket holds its settings."""
    control = socket.socket(fileno=int(sys.argv[1]))
    settings = msgpack.unpackb(control.recv(frames.MAX_CONTROL))
    folder = home_folders.create() if settings["level"] in WITHOUT_BUBBLEWRAP else ""
    settled = font_cache.install(folder or settings["home"], settings["fonts"])
    visible_modules.hide_others(settings["visible"])
    from .warmup import enable_inline_figures, warm_up  # imports the libraries; matplotlib looks for fonts

    warm = shell.make_shell()
    enable_inline_figures()
    encoding.course_modules.update(settings["modules"])
    problem = preload.import_once(settings["imports"])
    if settings["warm"]:
        warm_up(warm)
        gc.collect()  # it was disabled during the imports, which leave no garbage
    gc.freeze()
    gc.enable()
    if settings["warm"]:
        huge_pages.use_huge_pages()
    fonts = b"" if settled else font_cache.export(folder or settings["home"])
    _serve(control, settings, folder, warm, {"fonts": fonts, "problem": problem})


def _serve(
    control: socket.socket, settings: dict[str, Any], folder: str, warm: shell.Shell, found: dict[str, Any]
) -> NoReturn:
    """Tell the grader that this zygote is ready and what it found, serve until the socket is closed, and exit."""
    control.send(msgpack.packb({"ready": True, "home_folders": folder, **found}))
    server = _Server(control, settings, folder, warm)
    try:
        server.run()
    finally:
        home_folders.remove(folder or server.files.folder)
    os._exit(0)  # skip the slow shutdown of an interpreter with all libraries


class _Server:
    def __init__(self, control: socket.socket, settings: dict[str, Any], folder: str, warm: shell.Shell) -> None:
        self.control, self.settings, self.shell = control, settings, warm
        self.level, self.pid = settings["level"], os.getpid()
        self.base = folder or settings["home"]
        # A clone shares the mounts of its origin, so each has a folder of its own.
        self.files = course_files.Folder(os.path.join(folder or settings["course"], f"course-{self.pid}"))
        self.pid_namespace = -1
        if self.level == NAMESPACES:
            self.pid_namespace = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
        self.null = os.open("/dev/null", os.O_RDWR | os.O_CLOEXEC)
        self.children: dict[int, tuple[int, int]] = {}
        """Process id and number of each running child, by its pidfd."""
        self.links: dict[int, int] = {}
        """How many links to the course's files a child's home begins with, by its number."""
        self.poll = select.poll()
        self.poll.register(control, select.POLLIN)

    def run(self) -> None:
        """Serve until the grader closes the socket, then kill all children."""
        while True:
            for descriptor, _ in self.poll.poll():
                if descriptor != self.control.fileno():
                    self._reap(descriptor)
                elif not self._serve_request():
                    for pid, _number in self.children.values():
                        os.kill(pid, signal.SIGKILL)
                        os.waitpid(pid, 0)
                    return

    def _serve_request(self) -> bool:
        """Handle one request; return False if the grader has closed the socket."""
        data, descriptors, _, _ = socket.recv_fds(self.control, frames.MAX_CONTROL, 1)
        if not data:
            return False
        request = msgpack.unpackb(data)
        match request:
            case {"fork": number, "limits": limits, "files": key}:
                self._fork(number, limits, key, descriptors[0])
                os.close(descriptors[0])
            case {"clone": True}:
                self._clone(descriptors[0])
            case {"files": key, "name": name, "part": part}:
                self.files.write(key, name, part)
            case {"precompile": cell}:
                self.shell.precompile(cell)
                gc.freeze()  # or garbage collection would copy shared pages in every child
            case {"kill": number}:
                self._signal(number, signal.SIGKILL)
            case {"interrupt": number}:
                self._signal(number, signal.SIGALRM)
            case {"usage": number}:
                used = {"cpu_seconds": 0.0, "threads": usage.Threads.ASLEEP}
                for pid in (pid for pid, each in self.children.values() if each == number):
                    states = usage.thread_states(pid)
                    used = {"cpu_seconds": usage.cpu_seconds(pid), "threads": usage.threads(states)}
                    usage.share_fairly(states)
                self._send({"usage": number, "disk_bytes": self._disk(number), **used})
        return True

    def _signal(self, number: int, what: signal.Signals) -> None:
        for descriptor, (_, each) in self.children.items():
            if each == number:
                signal.pidfd_send_signal(descriptor, what)

    def _send(self, event: dict[str, Any]) -> None:
        try:
            self.control.send(msgpack.packb(event))
        except OSError:
            return  # the grader has closed the socket; the next poll reports it

    def _fork(self, number: int, limits: dict[str, Any], key: str, descriptor: int) -> None:
        if self.level == NAMESPACES:
            syscalls.unshare(syscalls.NEWPID)  # only affects children
        pid = os.fork()
        if pid == 0:
            self._child(number, limits, key, descriptor)
        self.links[number] = self.files.size(key)
        if self.level == NAMESPACES:
            syscalls.setns(self.pid_namespace, syscalls.NEWPID)
        self._watch(pid, number)

    def _clone(self, descriptor: int) -> None:
        """Fork a zygote that serves another socket. It knows nothing of the children of this one."""
        pid = os.fork()
        if pid:
            os.close(descriptor)
            self._watch(pid, CLONE)
            return
        try:
            for watched in self.children:
                os.close(watched)
            self.control.close()
            own = home_folders.create() if self.level in WITHOUT_BUBBLEWRAP else ""
            _serve(socket.socket(fileno=descriptor), self.settings, own, self.shell, {"fonts": b"", "problem": ""})
        finally:
            os._exit(1)

    def _watch(self, pid: int, number: int) -> None:
        watched = os.pidfd_open(pid)
        self.children[watched] = (pid, number)
        self.poll.register(watched, select.POLLIN)

    def _reap(self, descriptor: int) -> None:
        pid, number = self.children.pop(descriptor)
        self.poll.unregister(descriptor)
        os.close(descriptor)
        _, status, used = os.wait4(pid, 0)
        if number == CLONE:
            return
        self.links.pop(number, None)
        if self.level != NAMESPACES:
            home_folders.remove(self._home(number))
        seconds = used.ru_utime + used.ru_stime
        self._send({"ended": number, "status": os.waitstatus_to_exitcode(status), "cpu_seconds": seconds})

    def _disk(self, number: int) -> int:
        """Return the size of a child's files in bytes; 0 if its own file system limits it."""
        if self.level == NAMESPACES:
            return 0
        if self.level in WITHOUT_BUBBLEWRAP:
            used = home_folders.disk_usage(self._home(number))
        else:
            used = home_folders.file_system_usage(self.base)  # holds only one child's files: one child runs at a time
        return max(0, used - 4096 * self.links.get(number, 0))

    def _home(self, number: int) -> str:
        return self.base if self.level == NAMESPACES else os.path.join(self.base, str(number))

    def _child(self, number: int, limits: dict[str, Any], key: str, descriptor: int) -> None:
        """Apply the restrictions, serve requests, and exit. Never returns to the zygote's loop."""
        status = LOCKDOWN_FAILED
        try:
            lockdown.close_inherited(descriptor, self.null)
            if self.level != NAMESPACES and os.getppid() != self.pid:
                return  # the zygote died before PR_SET_PDEATHSIG was set
            stream = socket.socket(fileno=lockdown.WIRE)
            self._lock_down(self._home(number), limits, key)
            status = 1
            worker.serve(stream, self.shell)
            status = 0
        finally:
            os._exit(status)  # skip atexit handlers, which student code may have registered

    def _lock_down(self, home: str, limits: dict[str, Any], key: str) -> None:
        in_use = lockdown.memory_in_use()
        if self.level == NAMESPACES:
            inodes = _INODES + self.files.size(key)
            lockdown.enter_namespaces(home, self.settings["uid"], limits["disk_mb"], inodes, self.settings["course"])
            tasks = 0
        else:
            tasks = lockdown.count_user_threads()
            os.mkdir(home, 0o700)
        os.chdir(home)
        os.environ.update(HOME=home, TMPDIR=home, MPLCONFIGDIR=home, IPYTHONDIR=home)
        tempfile.tempdir = None  # the zygote's own
        files = self.files.link(key, home)
        # The course's modules cannot shadow libraries, and those that the notebook writes shadow neither.
        sys.path += [*files, home]
        lockdown.set_limits(limits, in_use, tasks)
        lockdown.seal(home, [*self.settings["readable"], *files], self.settings["filter"])
