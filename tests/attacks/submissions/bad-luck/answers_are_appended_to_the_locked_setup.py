"""All functions were written below the imports, in the locked first cell; the answer cells are untouched.

- honest: sigmoid, jacobian, states, first-index
"""

from tests.attacks.notebooks import HONEST, blank, cell


def tamper(notebook):
    for name in ("sigmoid", "jacobian", "states", "first-index"):
        answer = HONEST[f"{name}-code"]
        cell(notebook, "setup")["source"] += f"\n\n\n{answer}"
        cell(notebook, f"{name}-code")["source"] = cell(blank(), f"{name}-code")["source"]
