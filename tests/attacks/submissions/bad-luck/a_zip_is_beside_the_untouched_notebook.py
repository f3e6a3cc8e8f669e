"""A zip file with the work is beside the notebook as it was released.

- honest: nothing
- person: sigmoid, jacobian, states, first-index, bptt-derivation
"""

import shutil


def hand_in(folder, world):
    shutil.make_archive(str(folder.parent / "x"), "zip", folder)
    (folder.parent / "x.zip").rename(folder / "rnn.zip")
    shutil.copy(world.course / "release" / "rnn" / "bptt.ipynb", folder / "bptt.ipynb")
