"""Backup files and a swap file of editors, and a leftover of a merge, are beside the notebook.

- honest: sigmoid, jacobian, states, first-index
"""


def hand_in(folder, world):
    data = (folder / "bptt.ipynb").read_text()
    (folder / "bptt.ipynb~").write_text(data[:-300])
    (folder / ".bptt.ipynb.swp").write_bytes(b"b0VIM 9.1")
    (folder / "bptt.ipynb.orig").write_text(f"<<<<<<< HEAD\n{data}")
    (folder / "bptt.ipynb.bak").write_text("")
