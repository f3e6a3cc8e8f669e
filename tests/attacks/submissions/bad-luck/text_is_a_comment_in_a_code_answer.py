"""The derivation is a comment below another answer, in the cell of that answer.

- honest: sigmoid, jacobian, states, first-index
- person: bptt-derivation
"""

from tests.attacks.notebooks import HONEST, cell


def tamper(notebook):
    place = cell(notebook, "bptt-derivation")
    answer = HONEST["bptt-derivation"]
    place["source"] = place["source"].replace(answer, "YOUR ANSWER HERE")
    source = "\n".join(f"# {line}" for line in answer.splitlines())
    cell(notebook, "first-index-code")["source"] += f"\n\n{source}\n"
