"""Two partners each submitted the notebook with their half of the answers.

- honest: sigmoid, jacobian, first-index
- person: states
"""

import json

from tests.attacks.notebooks import blank, cell


def hand_in(folder, world):
    whole = (folder / "bptt.ipynb").read_text()
    for name, left_out in (("bptt_anna", ("sigmoid-code", "jacobian-code")), ("bptt_ben", ("states-code",))):
        half = json.loads(whole)
        for each in left_out:
            cell(half, each)["source"] = cell(blank(), each)["source"]
        (folder / f"{name}.ipynb").write_text(json.dumps(half))
    (folder / "bptt.ipynb").unlink()
