"""The timestamp file contains bytes that are not a time.

- honest: sigmoid, jacobian, states, first-index
"""


def hand_in(folder, world):
    (folder / "timestamp.txt").write_bytes(b"\xff\xfeyesterday, around noon")
