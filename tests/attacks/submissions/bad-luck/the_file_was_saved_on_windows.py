"""The file is UTF-16 with a byte-order mark, and its sources end their lines with CR LF.

- honest: sigmoid, jacobian, states, first-index
"""

import json


def hand_in(folder, world):
    path = folder / "bptt.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"]).replace("\n", "\r\n")
    path.write_bytes(json.dumps(notebook, ensure_ascii=False).encode("utf-16"))
