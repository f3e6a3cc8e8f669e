"""Modules, functions and classes of libraries: they travel by name, so that each process uses its own."""

from __future__ import annotations

import builtins
import sys
import types
from typing import Any

import numpy as np

TRUSTED = frozenset(
    "numpy scipy sympy matplotlib math cmath operator random itertools functools collections statistics fractions "
    "decimal datetime string re json copy time typing".split()
)
ALIASES = {
    **{name: name for name in TRUSTED},
    "np": "numpy",
    "plt": "matplotlib.pyplot",
    "mpl": "matplotlib",
    "sp": "scipy",
    "sym": "sympy",
    "pd": "pandas",
}
"""Usual names of libraries. A test that uses one means the library, whatever a student has bound to the name."""
_NAMED = (type, types.FunctionType, types.BuiltinFunctionType, np.ufunc)


def name_of(value: Any) -> list[str] | None:
    """Return the node of a module, function or class of a trusted library; None for anything else."""
    kind = type(value)
    if kind is types.ModuleType:
        name = value.__dict__.get("__name__")
        known = type(name) is str and _is_trusted(name) and sys.modules.get(name) is value
        return ["m", name] if known else None
    is_function = kind in _NAMED or kind.__name__ == "_ArrayFunctionDispatcher"
    if not is_function and not (issubclass(kind, type) and kind.__module__ != "__main__"):
        return None
    module = getattr(value, "__module__", None) or "numpy"
    path = getattr(value, "__qualname__", None) or getattr(value, "__name__", None)
    if type(module) is not str or type(path) is not str:
        return None
    return ["q", module, path] if look_up(module, path) is value else None


def look_up(module: str, path: str) -> Any:
    """Return what a name in a trusted library means here; None if it means nothing."""
    if module == "builtins":
        found = vars(builtins).get(path)
        return found if isinstance(found, type) or path in _SAFE_BUILTINS else None
    if not _is_trusted(module) or module not in sys.modules:
        return None
    value: Any = sys.modules[module]
    for part in path.split("."):
        if part.startswith("_"):
            return None
        value = getattr(value, part, None)
    origin = getattr(value, "__module__", None) or "numpy"
    return value if type(origin) is str and _is_trusted(origin) else None


def module(name: str) -> Any:
    """Return a trusted library that is loaded here; None for any other name."""
    return sys.modules.get(name) if _is_trusted(name) else None


def exception(names: list[Any]) -> type[BaseException] | None:
    """Return the first of several [module, name] that is an exception here."""
    for pair in names:
        if type(pair) is list and len(pair) == 2 and all(type(each) is str for each in pair):
            found = look_up(*pair)
            if isinstance(found, type) and issubclass(found, BaseException):
                return found
    return None


def _is_trusted(name: str) -> bool:
    return name.partition(".")[0] in TRUSTED


_SAFE_BUILTINS = frozenset("abs all any bool divmod len max min pow print repr round sorted sum hash ord chr".split())
