"""Files that Windows and macOS create beside downloads are beside the notebook.

- honest: sigmoid, jacobian, states, first-index
"""


def hand_in(folder, world):
    (folder / "bptt.ipynb:Zone.Identifier").write_text("[ZoneTransfer]\r\nZoneId=3\r\n")
    (folder / "bptt (1).ipynb").write_bytes((folder / "bptt.ipynb").read_bytes())
    (folder / "bptt (1).ipynb:Zone.Identifier").write_text("[ZoneTransfer]\r\nZoneId=3\r\n")
    (folder / "._bptt.ipynb").write_bytes(b"\0\5\x16\7\0\2\0\0Mac OS X        ")
    (folder / "bptt.ipynb").unlink()
