"""The derivation was written below the question, in the question's own cell.

- honest: sigmoid, jacobian, states, first-index, bptt-derivation
"""

from tests.attacks.notebooks import cell, take_out


def tamper(notebook):
    answer = take_out(notebook, "bptt-derivation")
    cell(notebook, "about-bptt-derivation")["source"] += f"\n\n---\n\n{answer}"
