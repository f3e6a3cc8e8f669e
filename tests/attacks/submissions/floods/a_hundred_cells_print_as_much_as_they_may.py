"""A hundred cells each print as much as one cell may.

- honest: sigmoid, jacobian, states, first-index
"""


def tamper(notebook):
    made = {"cell_type": "code", "metadata": {}, "outputs": []}
    loud = "print('x' * 10**6)\n"
    notebook["cells"] += [{**made, "id": f"loud-{n}", "source": loud} for n in range(100)]
