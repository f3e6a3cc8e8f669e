"""Probes on their way to who asks them, and back: plain values that anybody can read, and the author's own in a seal.

The classes of a course's author are known in the judge alone.
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
    """A probe whose arguments are plain; the seal holds it as its author made it, for the judge to open."""

    seal: bytes = b""


def sealed(probe: Probe) -> Probe:
    """Return a probe that can be read everywhere.

    Raises
    ------
    CourseError
        It has an argument that is none.
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
    """Return a probe as its author made it."""
    return pickle.loads(probe.seal) if isinstance(probe, SealedProbe) else probe


def _plain(value: Any) -> Any:
    """Return a value made of built-in types and NumPy's; a named tuple is a tuple, an ordered dict a dict."""
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
    """Whether making a value plain has changed no type in it."""
    if type(plain) is not type(value):
        return False
    if isinstance(value, dict):
        return all(map(_same, plain, value)) and all(map(_same, plain.values(), value.values()))
    return not isinstance(value, tuple | list) or all(map(_same, plain, value))
