"""A notebook of an old format in which everything has the wrong type.

- honest: nothing
- reported: could not be read
"""

import json


def hand_in(folder, world):
    sheets = [
        {"cells": [{"cell_type": "code", "input": 5, "outputs": [{"output_type": []}], "language": None}, 7]},
        None,
    ]
    (folder / "bptt.ipynb").write_text(json.dumps({"nbformat": 3, "worksheets": sheets, "metadata": []}))
