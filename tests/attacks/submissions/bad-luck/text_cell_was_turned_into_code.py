"""The answer cell of the derivation was turned into a code cell.

- honest: sigmoid, jacobian, states, first-index, bptt-derivation
"""

from tests.attacks.notebooks import HONEST, cell


def tamper(notebook):
    place = cell(notebook, "bptt-derivation")
    answer = HONEST["bptt-derivation"]
    place["source"] = place["source"].replace(answer, "YOUR ANSWER HERE")
    place["source"] = place["source"].replace("YOUR ANSWER HERE", answer)
    place |= {"cell_type": "code", "outputs": [], "execution_count": None}
