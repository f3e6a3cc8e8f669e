"""The browser saved the notebook as `bptt.ipynb.txt`.

- honest: sigmoid, jacobian, states, first-index
- reported: `bptt.ipynb.txt` was read as notebook `bptt`
"""


def hand_in(folder, world):
    path = folder / "bptt.ipynb"
    path.rename(folder / "bptt.ipynb.txt")
