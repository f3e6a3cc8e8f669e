"""The notebook is a sparse file that takes no disk space and appears to have ten terabytes.

- honest: nothing
- reported: MB are read
"""

import os


def hand_in(folder, world):
    os.truncate(folder / "bptt.ipynb", 10 * 2**40)
