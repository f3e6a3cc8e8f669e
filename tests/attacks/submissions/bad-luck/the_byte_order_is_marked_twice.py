"""Two programs put a mark of the byte order at the start of the file.

- honest: sigmoid, jacobian, states, first-index
"""


def hand_in(folder, world):
    path = folder / "bptt.ipynb"
    path.write_bytes(b"\xef\xbb\xbf" * 2 + path.read_bytes())
