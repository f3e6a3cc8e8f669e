"""The derivation is at the very top of the notebook, under the number and heading of its question.

- honest: sigmoid, jacobian, states, first-index, bptt-derivation
"""

from tests.attacks.notebooks import take_out


def tamper(notebook):
    answer = take_out(notebook, "bptt-derivation")
    source = f"### 9. The derivation\n\n{answer}"
    notebook["cells"].insert(0, {"cell_type": "markdown", "id": "a1", "metadata": {}, "source": source})
