"""A cell counts as plain Python only if IPython would run it unchanged."""

import nbformat
import pytest
from hypothesis import given, strategies as st
from IPython.core.inputtransformer2 import TransformerManager

from autograder.sandbox.inside.ipython_syntax import is_plain_python
from tests.classroom import ROOT

NOTEBOOKS = sorted((ROOT / "source").rglob("*.ipynb"))
COMMANDS = [
    "%matplotlib inline\nx = 1",
    "x = 1\n  %time x",
    "%%time\nx = 1\ny = 2",
    "!ls\nx = 1",
    "x = 1\nfiles = !ls",
    "x = 1\nfiles =%pwd",
    "x = 1\nx?",
    "x = 1\n?x",
    "def f():\n    pass\n,f a b",
    "def f():\n    pass\n;f a b",
    "def f():\n    pass\n/f 1",
    "\n\nx = 1\ny = 2",
    "    x = 1\n    y = 2",
    ">>> x = 1\n>>> y = 2",
    "In [1]: x = 1\n   ...: y = 2",
    "x = 1\nIn [2]: y = 2",
]
PIECES = [
    "x",
    " ",
    "\n",
    "    ",
    "=",
    "%",
    "!",
    "?",
    "1",
    "(",
    ")",
    '"',
    "'''",
    "\\",
    "#",
    ",",
    ";",
    "/",
    ">>> ",
    "In [1]: ",
    "...",
    "\t",
    "\f",
]


def as_ipython_runs_it(cell: str) -> str:
    return TransformerManager().transform_cell(cell)


@pytest.mark.parametrize("cell", COMMANDS)
def test_ipython_syntax_is_not_plain(cell):
    assert as_ipython_runs_it(cell) != f"{cell}\n"
    assert not is_plain_python(cell)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_cells_of_the_notebooks_are_plain(path):
    cells = [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    several_lines = [cell for cell in cells if "\n" in cell]
    plain = [cell for cell in several_lines if is_plain_python(cell)]
    assert len(plain) > len(several_lines) / 2
    for cell in plain:
        assert as_ipython_runs_it(cell) == f"{cell}\n"


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_plain_cells_are_unchanged_by_ipython(cell):
    if is_plain_python(cell):
        assert as_ipython_runs_it(cell) == (cell if cell.endswith("\n") else f"{cell}\n")
