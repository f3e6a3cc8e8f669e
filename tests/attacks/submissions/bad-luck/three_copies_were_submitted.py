"""Three copies with different names were submitted; the last one contains the answers.

- honest: sigmoid, jacobian, states, first-index
- reported: is another copy of notebook `bptt`
"""

import shutil


def hand_in(folder, world):
    (folder / "bptt.ipynb").rename(folder / "bptt (10).ipynb")
    for name in ("bptt (2).ipynb", "bptt (9).ipynb"):
        shutil.copy(world.course / "release" / "rnn" / "bptt.ipynb", folder / name)
