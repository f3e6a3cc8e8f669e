"""What other packages import along the way, and this one never uses: it is left out, for it takes longer than grading.

Only for processes of our own, whose beginning this is; a library that somebody else uses is left as it is.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterable
from functools import partial
from importlib import import_module
from types import ModuleType
from typing import Any

_ALLOCATED = 50_000
_FORMATS = (
    "rfc3987_syntax",
    "rfc3986_validator",
    "rfc3339_validator",
    "isoduration",
    "webcolors",
    "uri_template",
    "fqdn",
)
"""What jsonschema, and so whoever reads notebooks, could check texts with that no notebook has: dates, addresses,
colours. The first builds a grammar each time, for half a second or a whole one. It goes without what is missing."""
_EXTENSIONS = ("assignment_list", "course_list", "formgrader", "validate_assignment")
"""Of the Jupyter server: nbgrader imports them, and with them all of its applications, before any part of itself."""
_LATER = {
    "setuptools.archive_util": ("unpack_archive", "unpack_tarfile", "unpack_zipfile"),
    "requests": (),
}
"""What nbgrader imports at once, and needs only where submissions come as archives, or for a JupyterHub; with the names
that it takes from there."""


def stub_imports() -> None:
    """Let later imports pass over what nobody needs here, or needs at once, and look for garbage less often.

    Of what is imported nothing is garbage, and each look at the oldest of it goes through all modules.
    """
    gc.set_threshold(_ALLOCATED)
    for name in _FORMATS:
        sys.modules.setdefault(name, None)  # type: ignore[arg-type]
    for name in _EXTENSIONS:
        absent = ModuleType(f"nbgrader.server_extensions.{name}")
        absent.load_jupyter_server_extension = None  # type: ignore[attr-defined]
        sys.modules.setdefault(absent.__name__, absent)
    for name, functions in _LATER.items():
        if name not in sys.modules:
            sys.modules[name] = _Later(name, functions)


class _Later(ModuleType):
    """Stands for a module until something of it is used."""

    def __init__(self, name: str, functions: Iterable[str]) -> None:
        super().__init__(name)
        for function in functions:
            setattr(self, function, partial(self._call, function))
        self._is_package = not functions

    def __getattr__(self, name: str) -> Any:
        if name == "__path__" and not self._is_package:
            raise AttributeError(name)  # whoever imports from it asks for this
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)

    def _call(self, function: str, *args: Any, **options: Any) -> Any:
        return self.__getattr__(function)(*args, **options)
