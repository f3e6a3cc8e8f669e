"""The notebook was saved in format 3.

- honest: sigmoid, jacobian, states, first-index
- reported: old notebook format
"""

import json

import nbformat


def hand_in(folder, world):
    path = folder / "bptt.ipynb"
    node = nbformat.convert(nbformat.read(path, as_version=4), 3)
    path.write_text(json.dumps(node))
