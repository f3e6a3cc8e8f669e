"""The upload was interrupted, and the file still has the browser's temporary name.

- honest: nothing
- person: sigmoid, jacobian, states, first-index, bptt-derivation
"""


def hand_in(folder, world):
    data = (folder / "bptt.ipynb").read_bytes()
    (folder / "bptt (3).ipynb").write_bytes(data[: len(data) // 2])
    (folder / "bptt.ipynb").unlink()
