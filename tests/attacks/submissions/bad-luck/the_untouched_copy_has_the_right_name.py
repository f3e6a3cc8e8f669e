"""The notebook with the right name is untouched; the work is in `solution/bptt.ipynb`.

- honest: sigmoid, jacobian, states, first-index
- reported: `solution/bptt.ipynb` was read as notebook `bptt`
"""

import shutil


def hand_in(folder, world):
    (folder / "solution").mkdir()
    (folder / "bptt.ipynb").rename(folder / "solution" / "bptt.ipynb")
    shutil.copy(world.course / "release" / "rnn" / "bptt.ipynb", folder)
