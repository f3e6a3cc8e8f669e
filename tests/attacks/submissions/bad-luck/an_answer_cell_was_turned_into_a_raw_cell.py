"""An answer cell was turned into a raw cell, which a single wrong key does.

- honest: sigmoid, jacobian, states, first-index
"""

from tests.attacks.notebooks import cell


def tamper(notebook):
    c = cell(notebook, "jacobian-code")
    c["cell_type"] = "raw"
    c.pop("outputs"), c.pop("execution_count")
