"""The functions are methods of a class at the top; one line below it binds them to the required names.

- honest: sigmoid, jacobian, states, first-index
"""

from tests.attacks.notebooks import blank, cell

SOURCE = """class Layer:
    @staticmethod
    def sigmoid(z):
        return np.exp(-np.logaddexp(0, -z))

    @staticmethod
    def jacobian(W, x):
        y = Layer.sigmoid(W @ x)
        return (y * (1 - y))[:, None] * W


sigmoid, jacobian = Layer.sigmoid, Layer.jacobian"""


def tamper(notebook):
    for name in ("sigmoid", "jacobian"):
        cell(notebook, f"{name}-code")["source"] = cell(blank(), f"{name}-code")["source"]
    made = {"cell_type": "code", "id": "a1", "metadata": {}, "outputs": [], "execution_count": 1, "source": SOURCE}
    notebook["cells"].insert(2, made)
