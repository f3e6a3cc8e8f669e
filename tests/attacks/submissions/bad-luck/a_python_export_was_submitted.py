"""The notebook was exported as a Python file, and that was submitted.

- honest: nothing
- person: sigmoid, jacobian, states, first-index, bptt-derivation
"""

import json


def hand_in(folder, world):
    cells = json.loads((folder / "bptt.ipynb").read_text())["cells"]
    sources = [each["source"] for each in cells if each["cell_type"] == "code"]
    (folder / "bptt.py").write_text("\n\n# In[ ]:\n\n".join(sources))
    (folder / "bptt.ipynb").unlink()
