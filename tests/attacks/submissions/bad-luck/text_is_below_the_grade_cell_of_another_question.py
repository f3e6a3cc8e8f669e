"""The derivation is in a text cell far above its section, without a heading.

- honest: sigmoid, jacobian, states, first-index
- person: bptt-derivation
"""

from tests.attacks.notebooks import cell, take_out


def tamper(notebook):
    answer = take_out(notebook, "bptt-derivation")
    made = {"cell_type": "markdown", "id": "a1", "metadata": {}, "source": answer}
    notebook["cells"].insert(notebook["cells"].index(cell(notebook, "states")) + 1, made)
