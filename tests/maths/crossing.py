"""Values as they arrive from the sandbox: encoded inside, validated outside."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import sympy as sp

from autograder.model import Expression
from autograder.sandbox.inside.sympy_rows import check_rows, to_rows


def cross(value: Any) -> Any:
    """The value as it arrives outside of the sandbox; SymPy objects become node tables."""
    if isinstance(value, sp.Basic | sp.MatrixBase):
        return Expression(check_rows(json.loads(json.dumps(to_rows(value)))))
    if isinstance(value, np.ndarray) and value.dtype == object:
        array = np.empty(value.shape, dtype=object)
        for place, entry in np.ndenumerate(value):
            array[place] = cross(entry)
        return array
    if isinstance(value, list | tuple):
        return type(value)(map(cross, value))
    if isinstance(value, set | frozenset):
        return frozenset(map(cross, value))
    return value
