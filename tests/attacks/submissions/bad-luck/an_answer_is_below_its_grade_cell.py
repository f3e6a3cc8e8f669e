"""A solution cell was moved below the cell that checks it.

- honest: sigmoid, jacobian, states, first-index
- reported: cell `jacobian-code` was moved
"""

from tests.attacks.notebooks import cell


def tamper(notebook):
    made = cell(notebook, "jacobian-code")
    notebook["cells"].remove(made)
    notebook["cells"].insert(notebook["cells"].index(cell(notebook, "jacobian")) + 1, made)
