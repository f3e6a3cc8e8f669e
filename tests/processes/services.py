"""Services for processes that tests start."""

import os
import time

from autograder.processes.service import Service


class Unreadable(Exception):
    """Can be pickled, but not unpickled: it is made of two values and keeps one."""

    def __init__(self, what, where):
        super().__init__(what)


class Fatal:
    """Ends the process that unpickles it."""

    def __reduce__(self):
        return os._exit, (1,)


def answer(request):
    match request:
        case "number of this process":
            return os.getpid()
        case "sleep", seconds:
            time.sleep(seconds)
        case "die":
            os._exit(1)
        case "use memory":
            return len(bytearray(1 << 30))
        case "raise", error:
            raise error
        case "raise what cannot be unpickled":
            raise Unreadable("what", "where")
        case "return what cannot be pickled":
            return lambda: None
    return request


def start(fork, introduction=None):
    if isinstance(introduction, Exception):
        raise introduction
    return Service(answer, introduction=introduction, fork=fork, memory_mb=256 if fork else None)
