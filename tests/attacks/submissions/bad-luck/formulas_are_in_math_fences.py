"""Every displayed formula of the derivation is in a math fence.

- honest: sigmoid, jacobian, states, first-index, bptt-derivation
"""

import re

from tests.attacks.notebooks import HONEST, cell


def tamper(notebook):
    answer = HONEST["bptt-derivation"]
    place = cell(notebook, "bptt-derivation")
    place["source"] = place["source"].replace(
        answer, re.sub(r"\$\$(.*?)\$\$", r"\n```math\n\1\n```\n", answer, flags=re.DOTALL)
    )
