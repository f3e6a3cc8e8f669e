"""Ask code that we wrote ourselves, in this process, what students' code is asked in the sandbox."""

from __future__ import annotations

import copy
import warnings
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from autograder.model import Answer, Expression, Missing, Opaque, Probe, Raised, Response, Returned
from autograder.release_check.fairness.memory import Remembering
from autograder.sandbox.inside.decoding import decode
from autograder.sandbox.inside.encoding import encode


def ask(probes: Sequence[Probe], namespace: Mapping[str, Any]) -> Response:
    """Return what a namespace answers, in the form in which it would come out of the sandbox.

    Parameters
    ----------
    probes : sequence of Probe
    namespace : mapping of str to object
        The names that the notebook asks for. Only for code of the course's authors: it runs without a sandbox.
    """
    return Response(tuple(probes), tuple(_answer(probe, namespace) for probe in probes))


def _answer(probe: Probe, namespace: Mapping[str, Any]) -> Answer:
    if probe.name not in namespace:
        return Missing("it is not defined")
    value = namespace[probe.name]
    if probe.args is None:
        return Returned(_crossed(value))
    args = probe.args if isinstance(value, Remembering) else copy.deepcopy(probe.args)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("default")
        try:
            result = _crossed(value(*args))
        except Exception as error:
            return Raised(type(error).__name__)
    changed = tuple(place for place, pair in enumerate(zip(args, probe.args, strict=True)) if not _same(*pair))
    return Returned(result, changed, tuple(sorted({warning.category.__name__ for warning in caught})))


def _crossed(value: Any) -> Any:
    """Return what arrives of a value on the grader's side of the wall."""
    if type(value) is np.ndarray and value.dtype == np.float64:
        return value
    return decode(*encode(value), expression=Expression, opaque=Opaque)


def _same(now: Any, then: Any) -> bool:
    if now is then:
        return True
    if isinstance(then, dict):
        return now.keys() == then.keys() and all(_same(now[name], then[name]) for name in then)
    return np.array_equal(now, then)
