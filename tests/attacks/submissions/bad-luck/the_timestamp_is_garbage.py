"""The file with the time of submission holds bytes that are no time.

- honest: sigmoid, jacobian, states, first-index
"""


def hand_in(folder, world):
    (folder / "timestamp.txt").write_bytes(b"\xff\xfeyesterday, around noon")
