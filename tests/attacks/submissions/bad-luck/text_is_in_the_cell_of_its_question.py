"""The derivation was written below the question, in the question's own cell.

- honest: sigmoid, jacobian, states, first-index, bptt-derivation
"""

from tests.attacks.notebooks import HONEST, cell


def tamper(notebook):
    place = cell(notebook, "bptt-derivation")
    answer = HONEST["bptt-derivation"]
    place["source"] = place["source"].replace(answer, "YOUR ANSWER HERE")
    cell(notebook, "about-bptt-derivation")["source"] += f"\n\n---\n\n{answer}"
