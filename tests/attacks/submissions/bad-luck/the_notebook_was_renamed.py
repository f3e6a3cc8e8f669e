"""The browser called the second download `bptt (1).ipynb`.

- honest: sigmoid, jacobian, states, first-index
- reported: `bptt (1).ipynb` was read as notebook `bptt`
"""


def hand_in(folder, world):
    (folder / "bptt.ipynb").rename(folder / "bptt (1).ipynb")
