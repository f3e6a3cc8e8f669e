"""Each line of the derivation is a comment in a code cell above the answer cell.

- honest: sigmoid, jacobian, states, first-index, bptt-derivation
"""

from tests.attacks.notebooks import take_out


def tamper(notebook):
    answer = take_out(notebook, "bptt-derivation")
    source = "\n".join(f"# {line}" for line in answer.splitlines())
    made = {"cell_type": "code", "id": "a1", "metadata": {}, "outputs": [], "execution_count": None, "source": source}
    notebook["cells"].insert(-1, made)
