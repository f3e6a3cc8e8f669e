"""Each of two answers was written into the cell of the other.

- honest: sigmoid, jacobian, states, first-index
"""

from tests.attacks.notebooks import cell


def tamper(notebook):
    a, b = cell(notebook, "jacobian-code"), cell(notebook, "states-code")
    a["source"], b["source"] = b["source"], a["source"]
