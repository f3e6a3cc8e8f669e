"""Write the helpers of the visible checks and the versions into the source notebooks: `make release` runs this first.

Students run notebooks without this package and without other files, so every notebook needs its own copy of
`scripts/visible_checks.py`, and says itself which versions grade it. This script keeps the copies identical.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parent.parent
HELPERS = ROOT / "scripts" / "visible_checks.py"
CELL = "visible-checks"
"""The id of the cell with the helpers."""
SETUP = "setup"
"""The id of the cell with the imports, whose last line prints the versions."""


def update(path: Path) -> None:
    """Write the helpers and the versions into a notebook that has cells for them."""
    node = nbformat.read(path, as_version=4)
    before = [cell.source for cell in node.cells]
    for cell in node.cells:
        if cell.get("id") == CELL:
            cell.source = helpers()
        elif cell.get("id") == SETUP:
            rest = re.sub(r"\n*^print\(f\"Graded with .*", "", cell.source, flags=re.MULTILINE)
            below = "\n" * (3 if rest.splitlines()[-1].startswith(" ") else 2)  # two blank lines below a function
            cell.source = f"{rest}{below}{versions_line()}"
    if before != [cell.source for cell in node.cells]:
        nbformat.write(node, path)


def versions() -> tuple[str, str]:
    """Return the oldest Python that grades, and the NumPy that does."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    (numpy,) = re.findall(r"^numpy==(.+)$", lock, re.MULTILINE)
    return project["requires-python"].removeprefix(">="), numpy


def versions_line() -> str:
    """Return the line that prints the versions that grade, and the student's own."""
    python, numpy = versions()
    here = "Python {sys.version.split()[0]} and NumPy {np.__version__}"
    return f'print(f"Graded with Python {python}+ and NumPy {numpy}. Here: {here}.")'


def helpers() -> str:
    """Return the text of the cell. The notebooks import NumPy in the cell before it."""
    return HELPERS.read_text(encoding="utf-8").replace("import numpy as np\n\n", "", 1).rstrip("\n")


if __name__ == "__main__":
    for notebook in sorted((ROOT / "source").glob("*/*.ipynb")):
        update(notebook)
