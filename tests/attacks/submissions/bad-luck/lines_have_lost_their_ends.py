"""Sources are lists of lines without line ends; empty cells have no source, or null.

- honest: sigmoid, jacobian, states, first-index
"""


def tamper(notebook):
    for made in notebook["cells"]:
        made["source"] = "".join(made["source"]).splitlines()
    notebook["cells"].insert(1, {"cell_type": "code", "metadata": None, "outputs": []})
    notebook["cells"].insert(1, {"cell_type": "markdown", "metadata": {}, "source": None})
