"""The notebook is a named pipe without a writer.

- honest: nothing
- reported: it is not a regular file
"""

import os


def hand_in(folder, world):
    (folder / "bptt.ipynb").unlink()
    os.mkfifo(folder / "bptt.ipynb")
