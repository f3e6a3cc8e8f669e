"""An archive has the notebook's name: nobody can tell, so a person looks at it.

- honest: nothing
- reported: it is a zip archive, not a notebook
"""

import zipfile


def hand_in(folder, world):
    path = folder / "bptt.ipynb"
    text = path.read_text()
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("bptt.ipynb", text)
