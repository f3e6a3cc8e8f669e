"""The locked setup imports an additional name, which the answer uses.

- honest: sigmoid, jacobian, states, first-index
- reported: code added to locked cell `setup`
"""

from tests.attacks.notebooks import cell


def tamper(notebook):
    setup = cell(notebook, "setup")
    setup["source"] += "\nfrom scipy.special import expit"
    cell(notebook, "sigmoid-code")["source"] = "def sigmoid(z):\n    return expit(z)"
