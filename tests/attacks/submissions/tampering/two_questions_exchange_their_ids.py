"""The cells of a 1-point question and a 3-point question have swapped ids.

- honest: first-index
"""

from tests.attacks.notebooks import cell


def tamper(notebook):
    sigmoid, jacobian = cell(notebook, "sigmoid-code"), cell(notebook, "jacobian-code")
    for made, name in ((sigmoid, "jacobian"), (jacobian, "sigmoid")):
        made["id"] = made["metadata"]["nbgrader"]["grade_id"] = f"{name}-code"
