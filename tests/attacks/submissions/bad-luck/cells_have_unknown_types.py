"""Cell types are misspelt, missing, or those of an old format.

- honest: sigmoid, jacobian, states, first-index
- reported: unknown type; it was read as code
- reported: unknown type; it was read as markdown
"""

from tests.attacks.notebooks import cell


def tamper(notebook):
    cell(notebook, "sigmoid-code")["cell_type"] = "Code"
    cell(notebook, "jacobian-code")["cell_type"] = None
    del cell(notebook, "states-code")["cell_type"]
    notebook["cells"].insert(0, {"cell_type": "heading", "level": 1, "metadata": {}, "source": "Homework"})
