"""The derivation is in a raw cell at the end, below a scratch cell.

- honest: sigmoid, jacobian, states, first-index, bptt-derivation
"""

from tests.attacks.notebooks import take_out


def tamper(notebook):
    answer = take_out(notebook, "bptt-derivation")
    notebook["cells"] += [
        {"cell_type": "code", "id": "a1", "metadata": {}, "outputs": [], "execution_count": 9, "source": "2 + 2"},
        {"cell_type": "raw", "id": "a2", "metadata": {}, "source": answer},
    ]
