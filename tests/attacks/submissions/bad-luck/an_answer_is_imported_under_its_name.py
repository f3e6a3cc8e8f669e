"""The sigmoid is SciPy's, imported under this name at the top; its answer cell is untouched.

- honest: sigmoid, jacobian, states, first-index
"""

from tests.attacks.notebooks import blank, cell


def tamper(notebook):
    cell(notebook, "sigmoid-code")["source"] = cell(blank(), "sigmoid-code")["source"]
    source = "from scipy.special import expit as sigmoid"
    made = {"cell_type": "code", "id": "a1", "metadata": {}, "outputs": [], "execution_count": 1, "source": source}
    notebook["cells"].insert(1, made)
