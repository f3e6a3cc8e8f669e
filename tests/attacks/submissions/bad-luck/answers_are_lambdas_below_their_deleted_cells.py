"""Two answer cells were deleted; lambdas in new cells in their places define the same names.

- honest: sigmoid, jacobian, states, first-index
"""

from tests.attacks.notebooks import cell

LAMBDAS = {
    "sigmoid": "sigmoid = lambda z: np.exp(-np.logaddexp(0, -z))",
    "jacobian": "slope = lambda z: sigmoid(z) * (1 - sigmoid(z))\njacobian = lambda W, x: slope(W @ x)[:, None] * W",
}


def tamper(notebook):
    for name, source in LAMBDAS.items():
        cell(notebook, f"{name}-code").update(id=f"a-{name}", metadata={}, source=source)
