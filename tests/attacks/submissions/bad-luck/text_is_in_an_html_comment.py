"""The derivation is between the marks of an HTML comment, below the stub.

- honest: sigmoid, jacobian, states, first-index
- person: bptt-derivation
"""

from tests.attacks.notebooks import HONEST, cell


def tamper(notebook):
    place = cell(notebook, "bptt-derivation")
    answer = HONEST["bptt-derivation"]
    place["source"] = place["source"].replace(answer, f"YOUR ANSWER HERE\n\n<!--\n{answer}\n-->")
