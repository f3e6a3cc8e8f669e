"""What a student's namespace answers to a question, without a sandbox: for answers that we wrote ourselves."""

from __future__ import annotations

import copy
import warnings
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np
import sympy as sp

from autograder.model import Answer, Expression, Missing, Opaque, Probe, Question, Raised, Response, Returned, Verdict
from autograder.sandbox.inside.encoding import encode
from autograder.sandbox.inside.sympy_rows import check_rows
from tests.maths.crossing import cross


def ask(question: Question, namespace: Mapping[str, Any], seed: int = 0, untouched: bool = False) -> Response:
    """Call the namespace's functions with copies of the hidden inputs, in one process, one after the other."""
    probes = question.probes(np.random.default_rng(seed))
    return Response(probes, tuple(_answer(probe, namespace) for probe in probes), untouched=untouched)


def judge(question: Question, answer: Any, seed: int = 0) -> Verdict:
    """Return the verdict on one value, or on a function."""
    (name,) = question.names
    return question.judge(ask(question, {name: answer}, seed))


def _answer(probe: Probe, namespace: Mapping[str, Any]) -> Answer:
    if probe.name not in namespace:
        return Missing("not defined")
    value = namespace[probe.name]
    if probe.args is None:
        return Returned(outside(value))
    if not callable(value):
        return Missing("not a function")
    args = copy.deepcopy(probe.args)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            result = value(*args)
        except Exception as error:
            return Raised(type(error).__name__, "answer-code", 1)
    changed = tuple(i for i, (now, then) in enumerate(zip(args, probe.args, strict=True)) if not _same(now, then))
    return Returned(outside(result), changed, tuple(warning.category.__name__ for warning in caught))


def _same(now: Any, then: Any) -> bool:
    if isinstance(then, dict):
        return now.keys() == then.keys() and all(_same(now[name], then[name]) for name in then)
    return np.array_equal(now, then)


def outside(value: Any) -> Any:
    """Return what arrives of a value on our side of the wall."""
    if isinstance(value, np.ndarray):
        if value.dtype.kind == "O":
            flat = np.empty(value.size, dtype=object)
            flat[:] = [outside(item) for item in value.ravel()]
            return flat.reshape(value.shape)
        return np.array(value)
    if isinstance(value, sp.Basic | sp.MatrixBase):
        return cross(value)
    if isinstance(value, list | tuple):
        return type(value)(map(outside, value)) if type(value) in (list, tuple) else tuple(map(outside, value))
    if isinstance(value, set | frozenset):
        return frozenset(map(outside, value))
    if isinstance(value, Fraction):
        return Expression(check_rows(encode(value)[0][1:]))
    if isinstance(value, dict):
        return {outside(key): outside(item) for key, item in value.items()}
    plain = bool | int | float | complex | str | bytes | range | np.generic | Opaque | Expression | None
    if isinstance(value, plain):
        return value
    return Opaque(type(value).__name__)
