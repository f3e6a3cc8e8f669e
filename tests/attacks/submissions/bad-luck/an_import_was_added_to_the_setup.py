"""The locked setup imports one name more, and the answer uses it.

- honest: sigmoid, jacobian, states, first-index
- reported: code added to locked cell `setup`
"""

from tests.attacks.notebooks import cell


def tamper(notebook):
    setup = cell(notebook, "setup")
    setup["source"] += "\nfrom scipy.special import expit"
    cell(notebook, "sigmoid-code")["source"] = "def sigmoid(z):\n    return expit(z)"
