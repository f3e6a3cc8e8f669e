"""A file of thirty megabytes would take many gigabytes once it is parsed.

- honest: nothing
- reported: too many parts for a notebook
"""


def hand_in(folder, world):
    path = folder / "bptt.ipynb"
    path.write_text('{"cells": [' + '{"a":1},' * 4 * 10**6 + "{}]}")
