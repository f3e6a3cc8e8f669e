"""The derivation is printed by a code cell at the end.

- honest: sigmoid, jacobian, states, first-index
- person: bptt-derivation
"""

from tests.attacks.notebooks import take_out


def tamper(notebook):
    answer = take_out(notebook, "bptt-derivation")
    source = "\n".join(f"print(r'{line}')" for line in answer.replace("'", "").splitlines())
    made = {"cell_type": "code", "id": "a1", "metadata": {}, "outputs": [], "execution_count": None, "source": source}
    notebook["cells"].append(made)
