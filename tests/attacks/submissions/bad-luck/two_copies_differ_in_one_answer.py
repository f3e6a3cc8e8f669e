"""Two copies with the same number of answers differ in one of them, and neither has the right name.

- honest: sigmoid, jacobian, states
- person: first-index
"""

import json

from tests.attacks.notebooks import cell


def hand_in(folder, world):
    other = json.loads((folder / "bptt.ipynb").read_text())
    cell(other, "first-index-code")["source"] = "first_k = 1"
    (folder / "bptt_v2.ipynb").write_text(json.dumps(other))
    (folder / "bptt.ipynb").rename(folder / "bptt_v1.ipynb")
