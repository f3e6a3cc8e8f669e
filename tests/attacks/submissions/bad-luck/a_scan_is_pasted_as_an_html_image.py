"""The answer is a scan, pasted as an HTML image whose data exceed the size limit of texts.

- honest: sigmoid, jacobian, states, first-index
- person: bptt-derivation
"""

import base64
import random

from tests.attacks.notebooks import cell


def tamper(notebook):
    scan = base64.b64encode(random.Random(2).randbytes(4 * 2**20)).decode()
    place = cell(notebook, "bptt-derivation")
    first = place["source"].splitlines()[0]
    place["source"] = f'{first}\n\n<img width="80%" src="data:image/png;base64,{scan}">'
