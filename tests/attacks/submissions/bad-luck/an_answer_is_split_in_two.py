"""A solution cell was split, so that its second half has lost its id and its metadata.

- honest: sigmoid, jacobian, states, first-index
- reported: 1 added cell
"""

from tests.attacks.notebooks import cell


def tamper(notebook):
    made = cell(notebook, "jacobian-code")
    source = "".join(made["source"])
    made["source"] = "def slope(y):\n    return y * (1 - y)"
    rest = {**made, "id": "b1f2", "metadata": {}, "source": source}
    notebook["cells"].insert(notebook["cells"].index(made) + 1, rest)
