"""Sandboxes that open at once: their fork servers are clones of one that has imported the libraries."""

from __future__ import annotations

import atexit
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from autograder.model.libraries import NO_LIBRARIES, Libraries
from autograder.sandbox import Sandbox, levels
from autograder.sandbox.forkserver import ForkServer
from autograder.sandbox.jail import Jail

_templates: dict[tuple[object, ...], ForkServer] = {}


def open_sandbox(level: str | None = None, course: Libraries = NO_LIBRARIES) -> Sandbox:
    """Open a sandbox, for tests that do not examine how it starts."""
    with cloned():
        return levels.open_sandbox(level, course=course)


@contextmanager
def cloned() -> Iterator[None]:
    """Let this process open sandboxes as clones."""
    with patch.object(levels, "ForkServer", _clone):
        yield


def prepare() -> list[int]:
    """Let this process and its forks clone every fork server. Return the descriptors that forks must not close."""
    open_sandbox().close()
    levels.ForkServer = _clone
    return [template._control.fileno() for template in _templates.values()]


def _clone(jail: Jail, warm: bool = True) -> ForkServer:
    if jail.shared_disk:
        return ForkServer(jail, warm)
    command = (jail.course, *jail.command())
    if command not in _templates:
        template = ForkServer(jail)
        template.wait_until_ready()
        _templates[command] = template
        atexit.register(template.close)
    return ForkServer(jail, warm, origin=_templates[command])
