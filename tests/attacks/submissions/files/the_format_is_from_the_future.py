"""The notebook declares format 99, with cells of schema version 99."""

import json


def hand_in(folder, world):
    path = folder / "bptt.ipynb"
    notebook = json.loads(path.read_text())
    notebook.update(nbformat=99, nbformat_minor="x", cells=notebook["cells"])
    for cell in notebook["cells"]:
        cell["metadata"].get("nbgrader", {}).update(schema_version=99, cell_type="x", checksum=5)
    path.write_text(json.dumps(notebook))
