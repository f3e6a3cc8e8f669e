"""The Jacobian was written below the states, and its own cell was deleted.

- honest: sigmoid, jacobian, states, first-index
"""

from tests.attacks.notebooks import HONEST, cell


def tamper(notebook):
    cell(notebook, "states-code")["source"] += f"\n\n\n{HONEST['jacobian-code']}"
    notebook["cells"].remove(cell(notebook, "jacobian-code"))
