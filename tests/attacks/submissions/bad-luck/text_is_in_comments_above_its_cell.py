"""Each line of the derivation is a comment in a code cell above the answer cell.

- honest: sigmoid, jacobian, states, first-index, bptt-derivation
"""

from tests.attacks.notebooks import HONEST, cell


def tamper(notebook):
    place = cell(notebook, "bptt-derivation")
    answer = HONEST["bptt-derivation"]
    place["source"] = place["source"].replace(answer, "YOUR ANSWER HERE")
    source = "\n".join(f"# {line}" for line in answer.splitlines())
    made = {"cell_type": "code", "id": "a1", "metadata": {}, "outputs": [], "execution_count": None, "source": source}
    notebook["cells"].insert(-1, made)
