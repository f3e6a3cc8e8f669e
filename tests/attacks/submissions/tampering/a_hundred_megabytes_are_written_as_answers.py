"""Many cells of the maximum size, code and text, fill the file.

- honest: sigmoid, jacobian, states, first-index
- reported: characters); it was left out
"""

from tests.attacks.notebooks import cell


def tamper(notebook):
    made = cell(notebook, "bptt-derivation")
    for n in range(10):
        notebook["cells"].append({**made, "id": f"text-{n}", "source": f"{n}" + "x" * 3_000_000})
        code = {"cell_type": "code", "metadata": {}, "outputs": [], "id": f"code-{n}"}
        notebook["cells"].append({**code, "source": f"x{n} = '" + "x" * 900_000 + "'"})
