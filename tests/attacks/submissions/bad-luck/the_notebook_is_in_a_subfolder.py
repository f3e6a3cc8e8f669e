"""An archive was unpacked into a folder, with the hidden files of a Mac.

- honest: sigmoid, jacobian, states, first-index
- reported: My homework/rnn/bptt (1).ipynb
"""


def hand_in(folder, world):
    path = folder / "bptt.ipynb"
    (folder / "My homework" / "rnn").mkdir(parents=True)
    path.rename(folder / "My homework" / "rnn" / "bptt (1).ipynb")
    (folder / "__MACOSX").mkdir()
    for place in (folder, folder / "__MACOSX"):
        (place / "._bptt.ipynb").write_bytes(b"\0\5\x16\7" + bytes(99))
