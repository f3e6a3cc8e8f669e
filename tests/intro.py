"""The assignment with one question from `docs/new-assignment.md`, taken from the page."""

import re
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from tests.classroom import ROOT

PAGE = (ROOT / "docs" / "new-assignment.md").read_text(encoding="utf-8")
BLOCKS = dict(re.findall(r"^```\w+ (\S+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))
"""The code blocks of the page, by path or cell id."""
CELLS = ("entropy-code", "entropy")
RIGHT = "-sum(each * np.log(each) for each in p)"


def notebook() -> NotebookNode:
    """Return the instructor's notebook."""
    return new_notebook(cells=[_cell(name) for name in CELLS])


def make_course(folder: Path) -> Path:
    """Make a course with the files of the page."""
    for path, text in BLOCKS.items():
        if path not in CELLS:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
    (folder / "source" / "intro").mkdir(parents=True)
    nbformat.write(notebook(), folder / "source" / "intro" / "entropy.ipynb")
    return folder


def answered(course: Path, answer: str) -> dict[str, NotebookNode]:
    """Return the released notebook with an answer."""
    node = nbformat.read(course / "release" / "intro" / "entropy.ipynb", as_version=4)
    node.cells[0].source = f"import numpy as np\n\n\ndef entropy(p):\n    return {answer}"
    return {"entropy": node}


def _cell(name: str) -> NotebookNode:
    kind = {"grade": name == "entropy", "solution": name != "entropy", "locked": name == "entropy"}
    points = {"points": 2} if name == "entropy" else {}
    known = {"grade_id": name, "schema_version": 3, "task": False, **kind, **points}
    return new_code_cell(BLOCKS[name].rstrip("\n"), id=name, metadata={"nbgrader": known})
