"""The derivation is in a text cell far above its section, without a heading.

- honest: sigmoid, jacobian, states, first-index
- person: bptt-derivation
"""

from tests.attacks.notebooks import HONEST, cell


def tamper(notebook):
    place = cell(notebook, "bptt-derivation")
    answer = HONEST["bptt-derivation"]
    place["source"] = place["source"].replace(answer, "YOUR ANSWER HERE")
    made = {"cell_type": "markdown", "id": "a1", "metadata": {}, "source": answer}
    notebook["cells"].insert(notebook["cells"].index(cell(notebook, "states")) + 1, made)
