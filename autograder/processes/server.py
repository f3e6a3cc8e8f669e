"""The process of a `client.Server`: ``python -m autograder.processes.server MODULE FD`` starts up and answers calls."""

from __future__ import annotations

import os
import pickle
import resource
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from multiprocessing.connection import Connection
from multiprocessing.reduction import recv_handle
from typing import Any

from autograder.processes.limits import limit_memory
from autograder.processes.service import Failure, Service
from autograder.processes.startup import stub_imports


def main(module: str, control: Connection) -> None:
    """Prepare the service of a module, and serve each connection that comes over `control` until that is closed."""
    prepare = import_module(module).start
    with suppress(EOFError, OSError):  # the client has ended, or makes no calls
        arguments = control.recv()
        try:
            service: Service = prepare(*arguments)
        except Exception as error:
            control.send(Failure.of(error))
            return
        control.send(service.introduction)
        service.prepare()
        forks: set[int] = set()
        try:
            while True:
                connection = Connection(recv_handle(control))
                forks -= {pid for pid in forks if os.waitpid(pid, os.WNOHANG)[0]}
                if service.fork:
                    with connection:
                        forks.add(_fork(control, connection, service))
                else:
                    threading.Thread(target=_serve, args=(connection, service.answer), daemon=True).start()
        finally:
            for pid in forks:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
            service.close()


def _fork(control: Connection, connection: Connection, service: Service) -> int:
    if pid := os.fork():
        return pid
    try:
        control.close()
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if service.memory_mb is not None:
            limit_memory(service.memory_mb)
        _serve(connection, service.answer)
    finally:
        os._exit(0)


def _serve(connection: Connection, answer: Callable[[Any], object]) -> None:
    with connection, suppress(EOFError, OSError):  # the caller has ended
        while True:
            request = connection.recv_bytes()
            try:
                reply = pickle.dumps(answer(pickle.loads(request)))
            except Exception as error:
                reply = pickle.dumps(Failure.of(error))
            connection.send_bytes(reply)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt on the terminal is the client's to handle
    stub_imports()
    main(sys.argv[1], Connection(int(sys.argv[2])))
    sys.stdout.flush()
    os._exit(0)  # finalizing an interpreter with all libraries takes long
