"""How a process that makes pages begins, and that it does not outlive the one that leads."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from multiprocessing import connection

from autograder.startup import stub_imports


def begin() -> None:
    """Leave interrupts to the parent, and end with it even if it is killed."""
    stub_imports()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
    os._exit(1)
