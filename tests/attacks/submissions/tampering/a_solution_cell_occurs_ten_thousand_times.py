"""A solution cell occurs ten thousand times, each time with another source.

- honest: sigmoid, jacobian, states, first-index
- reported: first 20 changed copies
"""

from tests.attacks.notebooks import cell


def tamper(notebook):
    made = cell(notebook, "first-index-code")
    notebook["cells"] += [{**made, "id": f"copy-{n}", "source": f"x = {n}"} for n in range(10_000)]
