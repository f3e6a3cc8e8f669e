"""Checkpoints, caches, hidden files and notes were zipped together with the notebook.

- honest: sigmoid, jacobian, states, first-index
"""

import shutil


def hand_in(folder, world):
    for name in (".ipynb_checkpoints", "__pycache__", "__MACOSX", "rnn"):
        (folder / name).mkdir()
        shutil.copy(folder / "bptt.ipynb", folder / name / "bptt-checkpoint.ipynb")
    (folder / ".DS_Store").write_bytes(bytes(100))
    (folder / "notes.docx").write_bytes(b"PK")
