"""Half of the derivation is above its answer cell and half below; the answer cell is empty.

- honest: sigmoid, jacobian, states, first-index, bptt-derivation
"""

from tests.attacks.notebooks import HONEST, cell


def tamper(notebook):
    place = cell(notebook, "bptt-derivation")
    answer = HONEST["bptt-derivation"]
    place["source"] = place["source"].replace(answer, "YOUR ANSWER HERE")
    parts = answer.split("\n\n")
    made = [{"cell_type": "markdown", "id": f"a{n}", "metadata": {}, "source": part} for n, part in enumerate(parts)]
    at = notebook["cells"].index(place)
    notebook["cells"][at : at + 1] = [*made[:4], place, *made[4:]]
