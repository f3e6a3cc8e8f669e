"""The answer was written into a new cell; the solution cell is as it was released.

- honest: sigmoid, jacobian, states, first-index
- reported: 1 added cell
"""

from tests.attacks.notebooks import cell


def tamper(notebook):
    made = cell(notebook, "jacobian-code")
    answer = {**made, "id": "c2d3", "metadata": {}}
    notebook["cells"].insert(notebook["cells"].index(made) + 1, answer)
    made["source"] = "def jacobian(W, x):\n    # YOUR CODE HERE\n    raise NotImplementedError()"
