"""The file starts with two byte-order marks, from two programs.

- honest: sigmoid, jacobian, states, first-index
"""


def hand_in(folder, world):
    path = folder / "bptt.ipynb"
    path.write_bytes(b"\xef\xbb\xbf" * 2 + path.read_bytes())
