"""The warm fork server: libraries are imported once, and every child is a fork of it.

It holds libraries and nothing else: never a reference, a check or a submission. It talks on the control socket whose
descriptor is its first argument; a request to fork carries the child's own socket.
"""

from __future__ import annotations

import gc
import json
import os
import select
import shutil
import signal
import socket
import sys
from typing import Any

import msgpack

from . import kernel, lockdown, shell, worker

OWN, NONE = "ns", "none"
NOT_LOCKED_DOWN = 70
"""Exit status of a child that could not build its walls; it has run nothing of a student's."""


def main(control_fd: int, settings: dict[str, Any]) -> None:
    """Warm up, say so, and fork on request until the control socket closes."""
    control = socket.socket(fileno=control_fd)
    _warm_up()
    warm = shell.make_shell()
    _show_plots(warm)
    for cell in ("1", "raise ValueError"):
        warm.run_cell(cell, store_history=False, silent=False)
    warm.reset(new_session=True)
    shell.outputs.reset()
    gc.collect()
    gc.freeze()
    control.send(msgpack.packb({"ready": len(os.listdir("/proc/self/task"))}))
    _Server(control, settings, warm).run()


def _warm_up() -> None:
    """Import and use what notebooks use, so that children share it. Public library code only: caches are readable."""
    import matplotlib
    import numpy as np
    import sympy

    matplotlib.use("module://matplotlib_inline.backend_inline")
    import matplotlib.pyplot as plt
    import scipy.linalg
    import scipy.special

    square = np.array([[2.0, 1.0], [1.0, 3.0]])
    np.linalg.eig(square), np.linalg.inv(square), np.linalg.svd(square), np.random.default_rng(0).normal(size=2)
    scipy.linalg.expm(square), scipy.special.expit(square), repr(square)
    x, y = sympy.symbols("x y")
    sympy.simplify(sympy.diff(1 / (1 + sympy.exp(-x)), x)), sympy.Matrix([[x, 1], [1, y]]).inv(), sympy.latex(x / y)
    sympy.lambdify(x, x + 1), sympy.solve(x**2 - 2, x), sympy.Matrix([[2, 1], [1, 3]]) ** 3
    figure, axes = plt.subplots()
    axes.plot([0, 1], label="x")
    axes.legend()
    figure.canvas.draw()
    plt.close("all")


def _show_plots(warm: shell.Shell) -> None:
    """Let figures appear below their cell, as in Jupyter."""
    from matplotlib_inline.backend_inline import configure_inline_support, flush_figures

    configure_inline_support(warm, "module://matplotlib_inline.backend_inline")
    warm.events.register("post_execute", flush_figures)


class _Server:
    def __init__(self, control: socket.socket, settings: dict[str, Any], warm: shell.Shell) -> None:
        self.control, self.settings, self.shell = control, settings, warm
        self.level = settings["level"]
        self.own_pids = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC) if self.level == OWN else -1
        self.null = os.open("/dev/null", os.O_RDWR | os.O_CLOEXEC)
        self.children: dict[int, tuple[int, int]] = {}  # pidfd -> pid, number
        self.poll = select.poll()
        self.poll.register(control, select.POLLIN)

    def run(self) -> None:
        while True:
            for descriptor, _ in self.poll.poll():
                if descriptor == self.control.fileno():
                    self._obey()
                else:
                    self._reap(descriptor)

    def _obey(self) -> None:
        data, descriptors, _, _ = socket.recv_fds(self.control, 65536, 1)
        if not data:
            os._exit(0)
        request = msgpack.unpackb(data)
        if "cpu" in request:
            used = sum(_cpu_seconds(pid) for pid, number in self.children.values() if number == request["cpu"])
            self.control.send(msgpack.packb({"cpu": request["cpu"], "seconds": used}))
            return
        if "kill" in request:
            for descriptor, (_, number) in self.children.items():
                if number == request["kill"]:
                    signal.pidfd_send_signal(descriptor, signal.SIGKILL)
            return
        self._fork(request["fork"], request["limits"], descriptors[0])
        os.close(descriptors[0])

    def _fork(self, number: int, limits: dict[str, Any], descriptor: int) -> None:
        if self.level == OWN:
            kernel.unshare(kernel.NEWPID)
        pid = os.fork()
        if pid == 0:
            self._child(number, limits, descriptor)
        if self.level == OWN:
            kernel.setns(self.own_pids, kernel.NEWPID)
        watched = os.pidfd_open(pid)
        self.children[watched] = (pid, number)
        self.poll.register(watched, select.POLLIN)

    def _reap(self, descriptor: int) -> None:
        pid, number = self.children.pop(descriptor)
        self.poll.unregister(descriptor)
        os.close(descriptor)
        _, status = os.waitpid(pid, 0)
        shutil.rmtree(self._home(number), ignore_errors=True)
        self.control.send(msgpack.packb({"ended": number, "status": os.waitstatus_to_exitcode(status)}))

    def _home(self, number: int) -> str:
        base: str = self.settings["home"]
        return base if self.level == OWN else f"{base}/{number}"

    def _child(self, number: int, limits: dict[str, Any], descriptor: int) -> None:
        try:
            os.dup2(descriptor, 3)
            for standard in (0, 1, 2):
                os.dup2(self.null, standard)
            os.closerange(4, 4096)
            os.setsid()
            kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
            stream = socket.socket(fileno=3)
            home = self._home(number)
            if self.level == OWN:
                lockdown.set_limits(limits)
                lockdown.own_namespaces(self.settings["uid"], self.settings["gid"], limits)
            else:
                os.mkdir(home, 0o700)
                lockdown.set_limits(limits)
            os.environ.update(HOME=home, TMPDIR=home)
            if self.level != NONE:
                lockdown.seal(home, self.settings["readable"], bytes.fromhex(self.settings["filter"]))
            else:
                os.chdir(home)
        except BaseException:
            worker.leave(NOT_LOCKED_DOWN)
        try:
            worker.serve(stream, self.shell)
        except BaseException:
            worker.leave(71)
        worker.leave(0)


def _cpu_seconds(pid: int) -> float:
    try:
        with open(f"/proc/{pid}/stat") as file:
            fields = file.read().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def start() -> None:
    """Begin with the control socket and the settings that the command line names."""
    main(int(sys.argv[1]), json.loads(sys.argv[2]))
