"""The upload broke off, and the file has the name that the browser gave it.

- honest: nothing
- person: sigmoid, jacobian, states, first-index, bptt-derivation
"""


def hand_in(folder, world):
    data = (folder / "bptt.ipynb").read_bytes()
    (folder / "bptt (3).ipynb").write_bytes(data[: len(data) // 2])
    (folder / "bptt.ipynb").unlink()
