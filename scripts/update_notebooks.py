"""Copy `scripts/visible_checks.py` into the source notebooks: `make release` runs this first.

Students run notebooks without this package and without other files, so every notebook needs its own copy of the
helpers. This script keeps the copies identical.
"""

from __future__ import annotations

from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parent.parent
HELPERS = ROOT / "scripts" / "visible_checks.py"
CELL = "visible-checks"
"""The id of the cell with the helpers."""


def update(path: Path, text: str) -> None:
    """Write the helpers into a notebook that has a cell for them."""
    node = nbformat.read(path, as_version=4)
    for cell in node.cells:
        if cell.get("id") == CELL and cell.source != text:
            cell.source = text
            nbformat.write(node, path)


def helpers() -> str:
    """Return the text of the cell. The notebooks import NumPy in the cell before it."""
    return HELPERS.read_text(encoding="utf-8").replace("import numpy as np\n\n", "", 1).rstrip("\n")


if __name__ == "__main__":
    for notebook in sorted((ROOT / "source").glob("*/*.ipynb")):
        update(notebook, helpers())
