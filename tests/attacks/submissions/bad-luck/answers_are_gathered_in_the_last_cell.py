"""All functions are in one cell at the end, and the notebook was run twice.

- honest: sigmoid, jacobian, states, first-index
"""

from tests.attacks.notebooks import HONEST

ANSWERS = ("sigmoid-code", "jacobian-code", "states-code", "first-index-code")


def tamper(notebook):
    notebook["cells"][:] = [each for each in notebook["cells"] if each["id"] not in ANSWERS]
    source = "\n\n\n".join(HONEST[name] for name in ANSWERS)
    made = {"cell_type": "code", "id": "a1", "metadata": {}, "outputs": [], "execution_count": 40, "source": source}
    notebook["cells"].append(made)
