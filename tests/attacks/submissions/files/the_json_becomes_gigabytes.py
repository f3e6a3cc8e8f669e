"""A file of thirty megabytes would be many gigabytes once it is read.

- honest: nothing
- reported: too many parts for a notebook
"""


def hand_in(folder, world):
    path = folder / "bptt.ipynb"
    path.write_text('{"cells": [' + '{"a":1},' * 4 * 10**6 + "{}]}")
