"""The derivation is a comment below another answer, in the cell of that answer.

- honest: sigmoid, jacobian, states, first-index
- person: bptt-derivation
"""

from tests.attacks.notebooks import cell, take_out


def tamper(notebook):
    answer = take_out(notebook, "bptt-derivation")
    source = "\n".join(f"# {line}" for line in answer.splitlines())
    cell(notebook, "first-index-code")["source"] += f"\n\n{source}\n"
