"""A solution cell was split by a tool that copies the metadata to both halves.

- honest: sigmoid, jacobian, states, first-index
- reported: cell `jacobian-code` occurs 2 times
"""

from copy import deepcopy

from tests.attacks.notebooks import cell


def tamper(notebook):
    made = cell(notebook, "jacobian-code")
    half = deepcopy(made)
    half["source"] = "def slope(y):\n    return y * (1 - y)"
    notebook["cells"].insert(notebook["cells"].index(made), half)
