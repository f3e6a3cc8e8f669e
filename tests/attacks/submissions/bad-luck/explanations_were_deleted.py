"""The explanations were deleted, and the setup cells were merged into one.

- honest: sigmoid, jacobian, states, first-index
"""


def tamper(notebook):
    notebook["cells"] = [
        made for made in notebook["cells"] if made["metadata"].get("nbgrader") or made["cell_type"] == "code"
    ]
    setup = "import numpy as np\nimport sympy\nimport matplotlib.pyplot as plt"
    cell = {"cell_type": "code", "id": "all", "metadata": {}, "outputs": [], "execution_count": None, "source": setup}
    notebook["cells"].insert(0, cell)
