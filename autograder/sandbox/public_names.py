"""The type names that may leave the sandbox: those of Python and the libraries.

A student can create a class at run time whose name contains a hidden input. So an exception or an object is reported by
its type name only if Python or a library has a class of that name.
"""

from __future__ import annotations

import builtins
import collections
import fractions
import types
from collections.abc import Iterable
from functools import cache

import numpy as np
from numpy import exceptions as numpy_exceptions

from autograder.sandbox.inside.calls import PRIVATE_EXCEPTION

PRIVATE_TYPE = "object"
_SHELL_ERRORS = ("UsageError", "StdinNotImplementedError", "NoProcessError")
_PRIVATE_NAMES = (
    "function method generator coroutine module property iterator dict_keys dict_values dict_items "
    "builtin_function_or_method method_descriptor list_iterator ellipsis MaskedArray matrix UndefinedFunction"
).split()


def is_public_exception(name: str) -> bool:
    """Whether Python, NumPy, SymPy or IPython has an exception of this name."""
    return name in _exceptions() or name in _exceptions_of_sympy()


def is_public_type(name: str) -> bool:
    """Whether Python, NumPy or SymPy has a type of this name."""
    return name in _kinds() or name in _kinds_of_sympy()


@cache
def warning_names() -> frozenset[str]:
    """Return the names of Python's built-in warning categories."""
    found = (value for value in vars(builtins).values() if isinstance(value, type) and issubclass(value, Warning))
    return frozenset(kind.__name__ for kind in found)


@cache
def _exceptions() -> frozenset[str]:
    return _names((builtins, numpy_exceptions, np.linalg), BaseException).union(_SHELL_ERRORS, [PRIVATE_EXCEPTION])


@cache
def _exceptions_of_sympy() -> frozenset[str]:
    import sympy  # takes 0.3 s, and few answers need it
    from sympy.matrices import exceptions as matrix_exceptions
    from sympy.polys import polyerrors

    return _names((sympy, matrix_exceptions, polyerrors), BaseException)


@cache
def _kinds() -> frozenset[str]:
    return _names((builtins, types, collections, fractions, np), object).union(_PRIVATE_NAMES)


@cache
def _kinds_of_sympy() -> frozenset[str]:
    import sympy

    return _names((sympy,), object)


def _names(modules: Iterable[types.ModuleType], base: type) -> frozenset[str]:
    """Return the names of all classes in modules that derive from a base class."""
    found = ((name, getattr(module, name)) for module in modules for name in dir(module))
    return frozenset(name for name, value in found if isinstance(value, type) and issubclass(value, base))
