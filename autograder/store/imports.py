"""Find what an assignment's notebooks import."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from autograder.model.setup import CourseFiles

_NOT_PYTHON = ("%", "!", "?")


def import_statements(source: Path, files: CourseFiles) -> tuple[str, ...]:
    """Return the import statements of the instructor's notebooks and of the released modules, each once.

    Each statement imports from one module: ``import pandas`` or ``from sklearn import svm, tree``. Cells and modules
    that cannot be read have none: they are reported where they are used.
    """
    found: dict[str, None] = {}
    for path in sorted(source.glob("*.ipynb")):
        for cell in _cells(path):
            found |= dict.fromkeys(_statements(cell))
    for file in files.released:
        if file.name.endswith(".py"):
            found |= dict.fromkeys(_statements(files.read(file).decode("utf-8", "replace")))
    return tuple(found)


def _cells(path: Path) -> Iterator[str]:
    with suppress(OSError, ValueError, AttributeError, TypeError):
        for cell in json.loads(path.read_bytes())["cells"]:
            if cell["cell_type"] == "code":
                yield "".join(cell["source"])


def _statements(text: str) -> Iterator[str]:
    lines = [line for line in text.splitlines() if not line.lstrip().startswith(_NOT_PYTHON)]
    with suppress(SyntaxError, ValueError):
        for node in ast.walk(ast.parse("\n".join(lines))):
            if isinstance(node, ast.Import):
                yield from (f"import {alias.name}" for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [alias.name for alias in node.names if alias.name != "*"]
                yield f"from {node.module} import {', '.join(names)}" if names else f"import {node.module}"
