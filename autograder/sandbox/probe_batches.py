"""Encode the probes of a question, and divide them into requests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from autograder.model import Probe
from autograder.model.errors import CourseError
from autograder.sandbox.inside import frames
from autograder.sandbox.inside.encoding import encode
from autograder.sandbox.inside.errors import WireError

MAX_HEADS = 2 << 20
"""Bytes that the arguments of a probe, or all answers to a question, may take in frame heads."""
MAX_BATCH = 1 << 18
"""Bytes of encoded probes sent in one request."""


def batches(probes: Iterable[Probe]) -> Iterator[list[tuple[Probe, Any, bytes]]]:
    """Yield batches of probes with their encoded arguments; each batch becomes one request."""
    batch, size = list[tuple[Probe, Any, bytes]](), 0
    for probe in probes:
        node, body, more = _arguments(probe)
        if batch and size + more > MAX_BATCH:
            yield batch
            batch, size = [], 0
        batch.append((probe, node, body))
        size += more
    if batch:
        yield batch


def _arguments(probe: Probe) -> tuple[Any, bytes, int]:
    """Return a probe's arguments as a node and a body, and their size in bytes.

    Raises
    ------
    CourseError
        An argument cannot be encoded.
    """
    if probe.args is None:
        return None, b"", 0
    node, body = encode(list(probe.args))
    why = "" if _is_plain(node) else "use numbers, strings, arrays, or containers of these"
    try:
        size = len(frames.pack(node, body, MAX_HEADS))
    except WireError as error:
        why = str(error)
    if why:
        raise CourseError(f"a probe of `{probe.name}` has an argument that cannot be sent to the sandbox: {why}")
    return node, body, size


def _is_plain(node: Any) -> bool:
    """Whether a node contains neither SymPy values nor opaque ones."""
    match node:
        case ["?" | "e", *_]:
            return False
        case ["d", *pairs]:
            return all(_is_plain(each) for pair in pairs for each in pair)
        case list():
            return all(_is_plain(each) for each in node)
    return True
