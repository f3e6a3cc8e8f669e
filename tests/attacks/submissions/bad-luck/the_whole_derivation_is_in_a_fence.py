"""The whole derivation, text and formulas, is in one fence.

- honest: sigmoid, jacobian, states, first-index, bptt-derivation
"""

from tests.attacks.notebooks import HONEST, cell


def tamper(notebook):
    answer = HONEST["bptt-derivation"]
    place = cell(notebook, "bptt-derivation")
    place["source"] = place["source"].replace(answer, f"```markdown\n{answer}\n```")
