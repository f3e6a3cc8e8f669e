"""Two cells were duplicated by accident: a grade cell and a solution cell.

- honest: sigmoid, jacobian, states, first-index
- reported: locked cell `sigmoid` occurs 2 times
- reported: cell `jacobian-code` occurs 2 times
"""

from copy import deepcopy

from tests.attacks.notebooks import cell


def tamper(notebook):
    for name in ("sigmoid", "jacobian-code"):
        made = cell(notebook, name)
        notebook["cells"].insert(notebook["cells"].index(made), deepcopy(made))
