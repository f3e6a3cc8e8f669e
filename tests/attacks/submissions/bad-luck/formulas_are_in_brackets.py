"""Every formula of the derivation is in brackets with backslashes, as chat programs write them.

- honest: sigmoid, jacobian, states, first-index, bptt-derivation
"""

import re

from tests.attacks.notebooks import HONEST, cell


def tamper(notebook):
    answer = HONEST["bptt-derivation"]
    place = cell(notebook, "bptt-derivation")
    place["source"] = place["source"].replace(
        answer,
        re.sub(
            r"\$(.*?)\$", r"\\(\1\\)", re.sub(r"\$\$(.*?)\$\$", r"\\[\1\\]", answer, flags=re.DOTALL), flags=re.DOTALL
        ),
    )
