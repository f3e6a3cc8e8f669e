"""Serialises probes for the sandbox and back.

Only the judge can import the classes of a course's author. The sandbox gets plain values; the original probe is pickled
beside them, and the judge restores it.
"""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.model import Probe
from autograder.model.errors import CourseError

_EVERYWHERE = ("builtins", "numpy")


@dataclass(frozen=True)
class SealedProbe(Probe):
    """A probe with plain arguments; `seal` is the pickled original, which only the judge restores."""

    seal: bytes = b""


def sealed(probe: Probe) -> Probe:
    """Return a probe with plain arguments.

    Raises
    ------
    CourseError
        An argument cannot be sent to the sandbox.
    """
    if probe.args is None:
        return probe
    try:
        plain = _plain(probe.args)
    except TypeError as error:
        raise CourseError(f"a probe of `{probe.name}` has an argument that cannot be sent: {error}") from error
    if _same(plain, probe.args):
        return probe
    return SealedProbe(probe.name, plain, probe.label, pickle.dumps(probe))


def opened(probe: Probe) -> Probe:
    """Return the probe that the author made."""
    return pickle.loads(probe.seal) if isinstance(probe, SealedProbe) else probe


def _plain(value: Any) -> Any:
    """Convert a value to built-in and NumPy types: a named tuple to a tuple, an ordered dict to a dict."""
    for base in (tuple, list, set, frozenset):
        if isinstance(value, base):
            return base(_plain(each) for each in value)
    if isinstance(value, dict):
        return {_plain(key): _plain(each) for key, each in value.items()}
    if isinstance(value, np.ndarray):
        return np.asarray(value)
    if type(value).__module__ not in _EVERYWHERE:
        raise TypeError("arguments are numbers, texts, arrays, and containers of them")
    return value


def _same(plain: Any, value: Any) -> bool:
    """Whether the conversion changed no type."""
    if type(plain) is not type(value):
        return False
    if isinstance(value, dict):
        return all(map(_same, plain, value)) and all(map(_same, plain.values(), value.values()))
    return not isinstance(value, tuple | list) or all(map(_same, plain, value))
