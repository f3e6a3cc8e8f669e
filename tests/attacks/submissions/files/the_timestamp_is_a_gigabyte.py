"""The time of submission is a file of a gigabyte; it is sparse, but reads as one."""

import os


def hand_in(folder, world):
    (folder / "timestamp.txt").touch()
    os.truncate(folder / "timestamp.txt", 2**30)
