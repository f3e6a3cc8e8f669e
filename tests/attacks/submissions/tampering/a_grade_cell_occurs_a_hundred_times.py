"""A grade cell that passes is copied a hundred times."""

from copy import deepcopy

from tests.attacks.notebooks import cell


def tamper(notebook):
    notebook["cells"] += [deepcopy(cell(notebook, "sigmoid")) for _ in range(100)]
