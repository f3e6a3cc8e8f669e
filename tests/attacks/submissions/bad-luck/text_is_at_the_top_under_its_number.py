"""The derivation is at the very top of the notebook, under the number and heading of its question.

- honest: sigmoid, jacobian, states, first-index, bptt-derivation
"""

from tests.attacks.notebooks import HONEST, cell


def tamper(notebook):
    place = cell(notebook, "bptt-derivation")
    answer = HONEST["bptt-derivation"]
    place["source"] = place["source"].replace(answer, "YOUR ANSWER HERE")
    source = f"### 9. The derivation\n\n{answer}"
    notebook["cells"].insert(0, {"cell_type": "markdown", "id": "a1", "metadata": {}, "source": source})
