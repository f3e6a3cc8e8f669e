"""The names that may leave the sandbox: public ones, which everybody can look up.

A student can name a class at run time, after a hidden input say. So a kind of error or of object is reported by its
name only if Python or a library already has a class of that name.
"""

from __future__ import annotations

import builtins
import collections
import fractions
import types
from functools import cache

import numpy as np
from numpy import exceptions as numpy_exceptions

OWN_EXCEPTION = "an exception of your own"
OWN_TYPE = "object"
_SHELL_ERRORS = ("UsageError", "StdinNotImplementedError")
_PRIVATE_NAMES = (
    "function method generator coroutine module property iterator dict_keys dict_values dict_items "
    "builtin_function_or_method method_descriptor list_iterator ellipsis MaskedArray matrix UndefinedFunction"
).split()


@cache
def exceptions() -> frozenset[str]:
    """Return the names of the exceptions that Python, NumPy, SymPy and the shell raise."""
    import sympy  # half of what starting a grader costs, and most answers name nothing
    from sympy.matrices import exceptions as matrix_exceptions
    from sympy.polys import polyerrors

    found = {
        name
        for room in (builtins, numpy_exceptions, np.linalg, sympy, matrix_exceptions, polyerrors)
        for name, value in vars(room).items()
        if isinstance(value, type) and issubclass(value, BaseException)
    }
    return frozenset(found.union(_SHELL_ERRORS))


@cache
def warnings() -> frozenset[str]:
    """Return the names of Python's own kinds of warnings."""
    found = (value for value in vars(builtins).values() if isinstance(value, type) and issubclass(value, Warning))
    return frozenset(kind.__name__ for kind in found)


@cache
def kinds() -> frozenset[str]:
    """Return the names of the public types of Python, NumPy and SymPy."""
    import sympy

    rooms = (builtins, types, collections, fractions, np, sympy)
    return frozenset(name for room in rooms for name in dir(room) if isinstance(getattr(room, name), type)).union(
        _PRIVATE_NAMES
    )
