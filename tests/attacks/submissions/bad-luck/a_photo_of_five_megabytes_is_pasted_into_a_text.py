"""A photo of five megabytes is pasted into the answer, between two parts of its text.

- honest: sigmoid, jacobian, states, first-index, bptt-derivation
- reported: some pictures cannot be shown here
"""

import base64
import random

from tests.attacks.notebooks import cell


def tamper(notebook):
    photo = base64.b64encode(random.Random(1).randbytes(5 * 2**20)).decode()
    place = cell(notebook, "bptt-derivation")
    first, _, rest = place["source"].partition("\n\n")
    place["source"] = f"{first}\n\n![sketch](data:image/jpeg;base64,{photo})\n\n{rest}"
