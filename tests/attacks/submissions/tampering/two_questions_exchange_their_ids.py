"""A question of one point takes the id of one of three: the ids of the cells are exchanged.

- honest: first-index
"""

from tests.attacks.notebooks import cell


def tamper(notebook):
    sigmoid, jacobian = cell(notebook, "sigmoid-code"), cell(notebook, "jacobian-code")
    for made, name in ((sigmoid, "jacobian"), (jacobian, "sigmoid")):
        made["id"] = made["metadata"]["nbgrader"]["grade_id"] = f"{name}-code"
