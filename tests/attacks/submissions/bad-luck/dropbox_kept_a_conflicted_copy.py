"""Dropbox kept the work as a conflicted copy; the file with the right name is untouched.

- honest: sigmoid, jacobian, states, first-index
"""

import shutil


def hand_in(folder, world):
    shutil.copy(folder / "bptt.ipynb", folder / "bptt (Anna's conflicted copy 2026-11-28).ipynb")
    shutil.copy(world.course / "release" / "rnn" / "bptt.ipynb", folder / "bptt.ipynb")
