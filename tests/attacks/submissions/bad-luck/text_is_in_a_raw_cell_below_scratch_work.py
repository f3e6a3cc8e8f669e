"""The derivation is in a raw cell at the end, below a scratch cell.

- honest: sigmoid, jacobian, states, first-index, bptt-derivation
"""

from tests.attacks.notebooks import HONEST, cell


def tamper(notebook):
    place = cell(notebook, "bptt-derivation")
    answer = HONEST["bptt-derivation"]
    place["source"] = place["source"].replace(answer, "YOUR ANSWER HERE")
    notebook["cells"] += [
        {"cell_type": "code", "id": "a1", "metadata": {}, "outputs": [], "execution_count": 9, "source": "2 + 2"},
        {"cell_type": "raw", "id": "a2", "metadata": {}, "source": answer},
    ]
