"""The timestamp is a sparse file of a gigabyte."""

import os


def hand_in(folder, world):
    (folder / "timestamp.txt").touch()
    os.truncate(folder / "timestamp.txt", 2**30)
