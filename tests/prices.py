"""The assignment with files and a library from `docs/course-files.md`, taken from the page."""

import re
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from tests.classroom import ROOT

PAGE = (ROOT / "docs" / "course-files.md").read_text(encoding="utf-8")
BLOCKS = dict(re.findall(r"^```\w+ (\S+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))
"""The code blocks of the page, by path or cell id."""
CELLS = ("predict-code", "predict")


def notebook() -> NotebookNode:
    """Return the instructor's notebook."""
    cells = []
    for name in CELLS:
        answer = name.endswith("-code")
        known = {"grade_id": name, "schema_version": 3, "task": False, "points": 2}
        known |= {"grade": not answer, "solution": answer, "locked": not answer}
        cells.append(new_code_cell(BLOCKS[name].rstrip("\n"), id=name, metadata={"nbgrader": known}))
    return new_notebook(cells=cells)


def add_to(course: Path) -> None:
    """Write the files of the page into a course, and the line of its settings."""
    for path, text in BLOCKS.items():
        if path not in CELLS:
            (course / path).parent.mkdir(parents=True, exist_ok=True)
            with (course / path).open("a", encoding="utf-8") as file:
                file.write(text)
    nbformat.write(notebook(), course / "source" / "prices" / "prices.ipynb")


def answered(course: Path, answer: str, before: str = "") -> NotebookNode:
    """Return the released notebook with an answer, and lines before it."""
    node = nbformat.read(course / "release" / "prices" / "prices.ipynb", as_version=4)
    kept = node.cells[0].source.partition("    # YOUR CODE HERE")[0]
    node.cells[0].source = f"{kept}    {answer}"
    node.cells.insert(0, new_code_cell(before))
    return node
