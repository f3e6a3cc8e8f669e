"""Hide the installed modules that students' code may not read where the file system shows their names.

Without a root file system of its own, a child finds every installed module but cannot open it. Libraries expect an
`ImportError` from what is missing, not a `PermissionError`.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from importlib.machinery import (
    BYTECODE_SUFFIXES,
    EXTENSION_SUFFIXES,
    SOURCE_SUFFIXES,
    ExtensionFileLoader,
    FileFinder,
    ModuleSpec,
    SourceFileLoader,
    SourcelessFileLoader,
)
from types import ModuleType


class _VisibleFinder(FileFinder):
    names: frozenset[str] = frozenset()

    def find_spec(self, fullname: str, target: ModuleType | None = None) -> ModuleSpec | None:
        return super().find_spec(fullname, target) if fullname in self.names else None


def hide_others(visible: Mapping[str, Sequence[str]]) -> None:
    """Let imports find only some modules of some folders.

    Parameters
    ----------
    visible : mapping of str to sequence of str
        The names of the visible modules, by site-packages folder.
    """
    for folder, names in visible.items():
        finder = _VisibleFinder(
            folder,
            (ExtensionFileLoader, EXTENSION_SUFFIXES),
            (SourceFileLoader, SOURCE_SUFFIXES),
            (SourcelessFileLoader, BYTECODE_SUFFIXES),
        )
        finder.names = frozenset(names)
        sys.path_importer_cache[folder] = finder
